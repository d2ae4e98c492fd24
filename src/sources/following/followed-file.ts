import type { Bytes } from '../../core/units.js';
import type { DescriptorBudget } from '../descriptor-budget.js';
import type { FileIdentity } from '../file-identity.js';
import type { FileStat, FileSystem } from '../file-system.js';
import type { Ledger } from './ledger.js';
import type { ReadBuffer } from '../read-buffer.js';
import type { LineSink, Look } from '../source.js';

/** What the files of one followed name are read with. */
export interface Reading {
  /** the followed name */
  path: string;
  files: FileSystem;
  sink: LineSink;
  /** from `createReadBuffer` */
  buffer: ReadBuffer;
  ledger: Ledger;
  budget: DescriptorBudget;
  /** milliseconds on a clock that never goes back */
  now: () => number;
}

/** Where in a file reading begins. */
export interface StartPoint {
  offset: Bytes;
  /** lines that are complete before this offset are handed on as caught up */
  catchUpTo: Bytes;
  /** a line that is too long was told of, and goes on at `offset` */
  skipping?: boolean;
}

/** What one look at a file found. */
export interface FileLook extends Look {
  /** why what was read before does not stand there any more; null when it does */
  rewritten: string | null;
}

/** Something that stands, or stood, at a followed name, and is read to its end. */
export interface FollowedFile {
  readonly identity: FileIdentity;
  /** when bytes came last, or when another file took its place */
  lastSign: number;
  /** whether it was announced to the sink, which is done before its first line */
  readonly begun: boolean;
  /** whether anything was read of it, or stood in front of where reading began */
  readonly hasBytes: boolean;
  /** whether no name leads to it any more, as of the last read */
  readonly isDeleted: boolean;
  /** whether all was read that was there at the last read */
  readonly isDrained: boolean;
  /** Announces it to the sink, with its first bytes. */
  begin(): void;
  /**
   * Reads what was appended, at most `budget` bytes. Errors of the file system are thrown; it can be called again afterwards:
   * nothing is skipped.
   *
   * @param stat of this file, where it is known from its name: it saves asking
   */
  read(budget: Bytes, stat?: FileStat): FileLook;
  /** From now on reads no further than the file reaches now. */
  settle(): void;
  /** Nobody will write to it any more: its last line counts as it is. */
  finish(): void;
  /** Gives the descriptor back. What was read stays known in the ledger. */
  close(): void;
}
