import { MAX_LINE_BYTES } from '../core/line-counts.js';
import type { SourceEventName } from '../core/report.js';
import type { Bytes } from '../core/units.js';

/** Bytes of one file, or of one stream, that were handed on as lines and can be read again. Offsets are its own. */
export interface ReadAgain {
  /** where the first line that can be read again begins */
  readonly from: Bytes;
  /** where what was handed on so far ends */
  readonly to: Bytes;
  /** what stands in front of this offset was there before the run */
  readonly catchUpTo: Bytes;
  /** whether nothing that was handed on stood in front of `from` */
  readonly isWhole: boolean;
  /**
   * Reads `length` bytes from `position` on to the beginning of the buffer; gives how many it could read. Fewer: they are not to be
   * had any more. Never throws.
   */
  read(buffer: Buffer, length: number, position: Bytes): number;
}

/**
 * Where a source's bytes go. Calls come in the order of the bytes; none may be made after `close()` of the source.
 */
export interface LineSink {
  /**
   * Reading of a file begins: at the start, after a rotation, after a truncation. `head` holds the file's first bytes
   * (at most 64 KiB, possibly none yet), also where reading begins at the end: the format is recognised in them.
   * The buffer is the caller's again when the call returns.
   *
   * @param again what is handed on of it from here on, for who wants to look at it again; left out where it cannot be read again
   */
  opened(head: Buffer, again?: ReadAgain): void;
  /**
   * Whole lines: bytes [from, to) of `chunk`. Each ends in a newline, except the last of a finished file or of stdin.
   * `catchUp` is true for what a followed file already held when the monitor began (`--from-start`).
   * The chunk of a pull source stays untouched until that source is asked to read again; a follower's is taken back when
   * the call returns, since followers share one. A line that lies whole in the chunk is handed over even when it is longer
   * than the limit: the sink counts it as `too-long` by its length.
   */
  lines(chunk: Buffer, from: number, to: number, catchUp: boolean): void;
  /**
   * A line longer than the limit goes by; `head` holds its first bytes (at most 1 KiB), `length` is what has come of it
   * so far. What follows of it is skipped up to its newline.
   */
  tooLong(head: Buffer, catchUp: boolean, length: Bytes): void;
  /**
   * Something happened to the source; `detail` is a sentence for people, or null.
   *
   * @param missingBytes how many bytes may be missing by it, an estimate; left out where nothing is
   */
  event(name: SourceEventName, detail: string | null, missingBytes?: Bytes): void;
}

/** The limit of a line, unless the user sets another one: with more bytes before its newline (a `\r` is one of them) it is counted as `too-long`. */
export const MAX_LINE_LENGTH = MAX_LINE_BYTES;

/**
 * Where reading begins in a file that stands at the name at the first look: at its `end`, at its `start`, taking what it holds
 * as caught up, or at its `beginning`, as live lines: it came to be while others were followed. What the ledger knows is read on
 * where it was instead.
 */
export type FollowStart = 'end' | 'start' | 'beginning';

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

/** How much of a source's text went to its sink: up to the end of the last whole line, or to where one that is too long goes on. */
export interface HandedOn {
  text: Bytes;
  /** a line that is too long was told of, and goes on behind `text`: its rest belongs to no line */
  skipping: boolean;
}

/** How reading ended: `damaged` gives all the lines that there will ever be, `unreadable` may give more another time. */
export type SourceEnd = 'whole' | 'damaged' | 'unreadable';

/** A source that is read when it is asked, to its end: a finished file, stdin. */
export interface PullSource {
  readonly path: string;
  /** its writer may be watching: what came is to be counted at once */
  readonly isLive: boolean;
  /** Reads the next block and hands its lines to the sink. False when there is nothing more to come. Never throws. */
  read(): boolean | Promise<boolean>;
  /** Gives the descriptor back; may be called at any time, and twice. */
  close(): void;
}

/** A source of which a later run may want to know how far it was read. */
export interface FinishedSource extends PullSource {
  /** null as long as it has not ended, and when it was closed before */
  readonly end: SourceEnd | null;
  readonly handedOn: HandedOn;
}
