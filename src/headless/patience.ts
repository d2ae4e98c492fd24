import type { EpochSeconds } from '../core/units.js';
import type { Printable } from '../render/printable.js';
import type { ViewOptions } from './view.js';
import type { Writer } from './writer.js';

/** Characters that may wait for a reader: hours of reports of one log, and little of the memory. */
const MAX_WAITING = 4 * 1024 * 1024;

/** What may be left out; alerts and the summary never are. */
export type Dispensable = 'report' | 'source event';

/** Writes what may be left out as long as somebody reads it. */
export interface Patience {
  write(kind: Dispensable, text: Printable, at: EpochSeconds): void;
  /** Tells how much was left out, if anything was since it was told last. */
  end(at: EpochSeconds): void;
}

const counted = (kind: Dispensable, count: number): string[] =>
  count === 0 ? [] : [`${String(count)} ${kind}${count === 1 ? '' : 's'}`];

/**
 * Counting goes on when nobody reads what is written, such as in a pager that was stopped; memory must not grow for that. Beyond
 * a limit reports and source events are left out, whole, and their number is told when the next one is written. A log that is
 * read to its end waits for its reader instead.
 */
export const createPatience = (
  out: Writer,
  { mergeSilence, maxWaiting = MAX_WAITING }: ViewOptions,
  tell: (at: EpochSeconds, message: string) => void,
): Patience => {
  const limit = mergeSilence ? Number.POSITIVE_INFINITY : maxWaiting;
  let leftOut: Record<Dispensable, number> = { report: 0, 'source event': 0 };
  const end = (at: EpochSeconds): void => {
    const { report, 'source event': event } = leftOut;
    if (report + event === 0) return;
    leftOut = { report: 0, 'source event': 0 };
    const what = [...counted('report', report), ...counted('source event', event)].join(' and ');
    tell(at, `${what} ${report + event === 1 ? 'was' : 'were'} left out: nobody read the output for a while`);
  };
  return {
    write(kind, text, at) {
      if (out.waiting > limit) {
        leftOut[kind] += 1;
        return;
      }
      end(at);
      out.write(text);
    },
    end,
  };
};
