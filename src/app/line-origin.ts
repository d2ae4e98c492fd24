import type { Format } from '../formats/format.js';
import type { ColumnLines } from './column-lines.js';
import type { StatusReader } from './recent-lines.js';

/** Where lines come from, and how they are read. */
export interface LineOrigin {
  readonly source: number;
  readonly path: string;
  readonly format: Format;
  readonly columns: ColumnLines;
  readonly statusOf: StatusReader;
}

/** Looks at lines after they were scanned. */
export interface LineObserver {
  /** Bytes [from, to) of the chunk are whole lines. Valid only during the call. */
  take(origin: LineOrigin, chunk: Buffer, from: number, to: number, catchUp: boolean): void;
}
