import type { ByteChunk } from '../core/byte-chunk.js';
import { scanUsualLine } from './fast-path.js';
import { createRowFields } from './row-fields.js';
import type { RowFields } from './row-fields.js';
import { ClfClock } from './time/timestamp.js';

/** After so many lines in a row that are not for the fast path it is tried with each sixteenth. */
const MANY = 64;
const TURNS = 16;

/** The parts of a line around the seven fields that have a fast path. */
export interface UsualPlace {
  /** Where those fields begin in a line; -1 when it is not for the fast path. What stands before them has been read. */
  usualStart(line: ByteChunk, from: number, to: number): number;
  /** Reads as much of what stands behind them, from `at` on, as is wanted. */
  readRest(line: ByteChunk, at: number, to: number): void;
}

/** The fast path through the lines of one source, as long as they are for it. */
export class UsualLines {
  /** of the line that was read last */
  readonly fields: RowFields = createRowFields();
  private readonly clock = new ClfClock();
  private missed = 0;
  private turn = 0;

  /** @param seed of the hashes among the fields */
  constructor(
    readonly place: UsualPlace,
    private readonly seed: number,
  ) {}

  /** Reads the usual fields of bytes [from, to) into `fields`: one line without its end. False when it is for the layout's steps. */
  read(line: ByteChunk, from: number, to: number): boolean {
    if (this.missed < MANY || this.turn === 0) {
      const start = this.place.usualStart(line, from, to);
      if (start >= 0 && scanUsualLine(line, start, to, this.fields, this.clock, this.seed)) {
        this.missed = 0;
        return true;
      }
      this.missed += 1;
    }
    this.turn = (this.turn + 1) % TURNS;
    return false;
  }
}
