import type { SourceEventName } from '../core/report.js';

/**
 * Where a source's bytes go. Calls come in the order of the bytes; none may be made after `close()` of the source.
 */
export interface LineSink {
  /**
   * Reading of a file begins: at the start, after a rotation, after a truncation. `head` holds the file's first bytes
   * (at most 64 KiB, possibly none yet), also where reading begins at the end: the format is recognised in them.
   * The buffer is the caller's again when the call returns.
   */
  opened(head: Buffer): void;
  /**
   * Whole lines: bytes [from, to) of `chunk`. Each ends in a newline, except the last of a finished file or of stdin.
   * `catchUp` is true for what a followed file already held when the monitor began (`--from-start`).
   * The chunk stays untouched until the sink's source is asked to read again.
   */
  lines(chunk: Buffer, from: number, to: number, catchUp: boolean): void;
  /** A line longer than the limit went by; `head` holds its first bytes (at most 1 KiB). */
  tooLong(head: Buffer, catchUp: boolean): void;
  /** Something happened to the source; `detail` is a sentence for people, or null. */
  event(name: SourceEventName, detail: string | null): void;
}

/** A line longer than this is counted as `too-long` and skipped to the next newline. */
export const MAX_LINE_LENGTH = 64 * 1024;

/** What one look at a source found. */
export interface Look {
  /** bytes read by this look */
  bytes: number;
  /** more is known to wait: look again without a pause */
  more: boolean;
}

/** A file that is followed. It reads nothing by itself: somebody asks it to look. */
export interface Follower {
  readonly path: string;
  /** Looks at the name, reads at most `budget` bytes, and hands whole lines to the sink. Never throws. */
  look(budget: number): Look;
  /** Gives its descriptors back. */
  close(): void;
}

/** A file that is read once, from its beginning to the end that it has now. */
export interface FinishedFile {
  readonly path: string;
  /** Reads the next block and hands its lines to the sink. False when there is nothing more to come. */
  read(): boolean;
  close(): void;
}
