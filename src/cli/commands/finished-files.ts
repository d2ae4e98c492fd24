import { UserError } from '../../core/user-error.js';
import type { Bytes } from '../../core/units.js';
import { openFinishedLanes } from '../../sources/finished/finished-lanes.js';
import type { FinishedLane } from '../../sources/finished/finished-lanes.js';
import type { Ledger } from '../../sources/following/ledger.js';
import type { LineSink } from '../../sources/source.js';

/**
 * Makes lanes of files that are read once. One that cannot be opened is an event of its own, and the others go on.
 *
 * @param hasOthers whether there is another source
 * @param ledger where files are noted that have been read whole, and are not read again
 * @throws UserError when none can be opened and there is no other source either
 */
export const openFinishedFiles = <Sink extends LineSink>(
  paths: readonly string[],
  sinkOf: (path: string) => Sink,
  maxLine: Bytes,
  hasOthers: boolean,
  catchUp = false,
  ledger: Ledger | null = null,
): FinishedLane<Sink>[] => {
  const { lanes, failures } = openFinishedLanes({ paths, sinkOf, maxLine, catchUp, ledger });
  if (lanes.length === 0 && !hasOthers && failures.length > 0) {
    throw new UserError(failures.map((failure) => failure.message).join('; '));
  }
  return lanes;
};
