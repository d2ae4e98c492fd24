import type { Bytes, EpochSeconds } from '../core/units.js';
import type { ReadAgain } from '../sources/source.js';
import { ArrivalMarks } from './arrival-marks.js';
import type { LineOrigin } from './line-origin.js';

/** Files of one source that are remembered: rotations within the time that a view of the past goes back. */
const KEPT_FILES = 8;

/** Lines of one file, or of one stream, that were read, and can be read again. */
export interface PastLines {
  origin: LineOrigin;
  bytes: ReadAgain;
  /** they end here, with a line */
  to: Bytes;
  /** Whether the line that begins there was there before the run, or else in which second it arrived; NaN where that is not known. */
  arrival(offset: Bytes): EpochSeconds | 'before';
}

interface PastFile {
  bytes: ReadAgain;
  marks: ArrivalMarks;
  /** null while its format is not known */
  origin: LineOrigin | null;
}

/** What a source has read that can be read again, and a sparse index of when it arrived. */
export class PastFiles {
  /** the newest last */
  private files: PastFile[] = [];
  /** the second in which all came that is not marked yet */
  private second: EpochSeconds = Number.NaN;

  /** `marks`: how many seconds of each file may be told apart by now. */
  constructor(private readonly marks: () => number) {}

  /** Another file begins. */
  begin(bytes: ReadAgain): void {
    this.files = [...this.files.filter((file) => file.bytes !== bytes), { bytes, marks: new ArrivalMarks(bytes.from), origin: null }].slice(-KEPT_FILES);
  }

  /** The last file's lines, and those of files whose format was not known, are read like this. */
  setOrigin(origin: LineOrigin): void {
    for (const file of this.files) file.origin ??= origin;
    const last = this.files.at(-1);
    if (last !== undefined) last.origin = origin;
  }

  /** Lines come in this second. To be called before each of them is handed on. */
  note(second: EpochSeconds): void {
    if (second === this.second) return;
    this.mark();
    this.second = second;
  }

  /** All that can be read again, the newest file first; `waiting` bytes at the end of the last file are left out. */
  list(waiting: Bytes): PastLines[] {
    this.mark();
    const found = this.files.flatMap(({ bytes, marks, origin }, index): PastLines[] => {
      if (origin === null) return [];
      const to = bytes.to - (index === this.files.length - 1 ? waiting : 0);
      return [{ origin, bytes, to, arrival: (offset) => (offset < bytes.catchUpTo ? 'before' : marks.secondAt(offset)) }];
    });
    return found.reverse();
  }

  private mark(): void {
    if (Number.isNaN(this.second)) return;
    for (const { bytes, marks } of this.files) {
      marks.cutTo(bytes.to);
      marks.mark(this.second, bytes.to, this.marks());
    }
  }
}
