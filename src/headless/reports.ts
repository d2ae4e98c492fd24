import type { EpochSeconds } from '../core/units.js';
import type { Printable } from '../render/printable.js';
import type { ViewOptions } from './view.js';
import type { Writer } from './writer.js';

/** Characters that may wait for a reader: hours of reports of one log, and little of the memory. */
const MAX_WAITING = 4 * 1024 * 1024;

/** How much may wait: a source that is followed does not wait for the reader, one that is read to its end does. */
export const patienceOf = ({ mergeSilence, maxWaiting }: ViewOptions): number =>
  mergeSilence ? Number.POSITIVE_INFINITY : (maxWaiting ?? MAX_WAITING);

/** Writes reports as long as somebody reads them. */
export interface Reports {
  write(text: Printable, at: EpochSeconds): void;
  /** Tells how many were left out, if any were since it was told last. */
  end(at: EpochSeconds): void;
}

/**
 * Counting goes on when nobody reads what is written, such as in a pager that was stopped; memory must not grow for that. Beyond
 * a limit reports are left out, whole, and their number is told when the next one is written. All else is kept.
 *
 * @param limit characters; Infinity where the source waits for the reader
 */
export const createReports = (out: Writer, limit: number, tell: (at: EpochSeconds, message: string) => void): Reports => {
  let leftOut = 0;
  const end = (at: EpochSeconds): void => {
    if (leftOut === 0) return;
    const count = leftOut;
    leftOut = 0;
    tell(at, `${String(count)} ${count === 1 ? 'report was' : 'reports were'} left out: nobody read the output for a while`);
  };
  return {
    write(text, at) {
      if (out.waiting > limit) {
        leftOut += 1;
        return;
      }
      end(at);
      out.write(text);
    },
    end,
  };
};
