import type { Bytes } from '../../core/units.js';
import { Announcements } from './announcements.js';
import { Arrivals } from './arrivals.js';
import type { DescriptorBudget } from '../descriptor-budget.js';
import { createDescriptorBudget } from '../descriptor-budget.js';
import { isSameFile, keyOf } from '../file-identity.js';
import type { FileSystem } from '../file-system.js';
import { closeQuietly, realFileSystem } from '../file-system.js';
import type { FollowedFile } from './followed-file.js';
import { Generation } from './generation.js';
import type { GenerationKeeper } from './generation-keeper.js';
import { Generations } from './generations.js';
import type { Ledger } from './ledger.js';
import { createLedger } from './ledger.js';
import { NameWatch } from './name-watch.js';
import type { ReadBuffer } from '../read-buffer.js';
import { createReadBuffer } from '../read-buffer.js';
import type { Following } from './recovery.js';
import { Recovery } from './recovery.js';
import { Siblings } from './siblings.js';
import type { Follower, FollowStart, LineSink, Look } from '../source.js';
import { StartPlace } from './start-place.js';
import type { Trouble } from '../trouble.js';
import { troubleOf } from '../trouble.js';

/** Who follows what, and how. */
export interface FollowerOptions {
  path: string;
  sink: LineSink;
  /** `end` unless said otherwise */
  start?: FollowStart;
  /** how far files have been read, shared by all followers of a run, and perhaps of an earlier one */
  ledger?: Ledger;
  /** a later run goes on with the ledger: the unfinished line of a replaced file is left to it */
  resumable?: boolean;
  /** shared by all followers of a run */
  budget?: DescriptorBudget;
  /**
   * milliseconds without a new byte after which a file that was renamed is given up; 600,000 unless said otherwise. A deleted
   * one is given up after 10,000, if that is less
   */
  lingerFor?: number;
  files?: FileSystem;
  /** from `createReadBuffer`, shared with other followers */
  buffer?: ReadBuffer;
  /** milliseconds on a clock that never goes back */
  now?: () => number;
}

export type { FollowStart } from '../source.js';

/** A follower that can be brought to an end. */
export interface FileFollower extends Follower {
  /**
   * From now on reads no further than the files reach now, and takes no new ones: looks come to an end, however fast
   * somebody writes. The unfinished last line of a replaced or deleted file then counts when the follower is closed.
   */
  settle(): void;
  /** Gives up what is gone: last lines count as they are. To be closed afterwards. */
  giveUp(): void;
  /** At the last look nothing that can be followed stood at the name, and what stood there before has been read to its end and given up. */
  readonly isGone: boolean;
}

/**
 * Follows a name through rotations. Each file that stood at the name is a generation, read in order: the next one is begun
 * when the one before it has been read to its end, and the old one is held for a while longer, because its writer keeps
 * its descriptor until it is told. Trouble is told to the sink once for each change, and tried again at each look.
 */
export const createFollower = (options: FollowerOptions): FileFollower => {
  const { path, sink, start = 'end', lingerFor = 600_000, resumable = false } = options;
  const { files = realFileSystem, buffer = createReadBuffer(), now = () => performance.now() } = options;
  const { ledger = createLedger(), budget = createDescriptorBudget(Infinity) } = options;

  const generations = new Generations(lingerFor);
  const announcements = new Announcements(sink);
  const arrivals = new Arrivals(generations, announcements);
  const siblings = new Siblings(files, path, ledger.nameOf(path));
  const reading = { path, files, sink, buffer, ledger, budget, now };
  let settled = false;

  const isNamed = (file: FollowedFile): boolean => watch.named !== null && isSameFile(watch.named, file.identity);

  const keeper: GenerationKeeper<Generation> = {
    standsAtName: (file) => watch.isNamed(file),
    isNameMissing: () => watch.isMissing,
    pathOf: (file) => (isNamed(file) ? path : siblings.pathOf(keyOf(file.identity))),
    handOver: (file) => {
      generations.remove(file);
      file.close();
    },
    spare: (file) => {
      if (generations.isSpare(file)) giveUp(file, 'others need its descriptor');
      else if (!settled && file === generations.last && file.isDrained && isNamed(file)) file.rest();
      else return false;
      return true;
    },
  };

  const startPlace = new StartPlace(reading, start);
  const following: Following = { reading, keeper, generations, siblings, announcements, arrivals, startPlace };
  const recovery = new Recovery(following);
  const watch = new NameWatch(following, recovery, start);

  const giveUp = (file: FollowedFile, why: string): void => {
    generations.remove(file);
    file.finish();
    announcements.tell({ event: 'drained', detail: `a file that does not stand at the name any more is given up: ${why}` });
    closeQuietly(() => {
      file.close();
    });
  };

  const attempt = (step: () => Trouble | null): Trouble | null => {
    try {
      return step();
    } catch (error) {
      return troubleOf(error, () => files.stat(path));
    }
  };

  /** Reads one file, and begins it anew as often as it was written anew. Gives the files that are read in its place. */
  const readFile = (file: FollowedFile, budgetLeft: Bytes): Look => {
    // What was just taken up is known better than by what was seen at the name before.
    const stat = file.begun && isNamed(file) ? watch.named! : undefined;
    if (!file.begun) arrivals.begin(file);
    const wasDeleted = file.isDeleted;
    const look = file.read(budgetLeft, stat);
    if (look.bytes > 0 || file.isDeleted !== wasDeleted) file.lastSign = now();
    if (look.rewritten === null || !(file instanceof Generation)) return look;
    return recovery.startOver(file, look.rewritten) ? look : file.read(budgetLeft);
  };

  const readAll = (limit: Bytes): Look & { trouble: Trouble | null } => {
    const found: Look & { trouble: Trouble | null } = { bytes: 0, more: false, trouble: null };
    const done = new Set<FollowedFile>();
    for (let file = generations.all[0]; file !== undefined && !found.more; file = generations.all.find((next) => !done.has(next))) {
      done.add(file);
      const current = file;
      const trouble = attempt(() => {
        const { bytes, more } = readFile(current, limit - found.bytes);
        found.bytes += bytes;
        found.more = more;
        return null;
      });
      found.trouble ??= trouble;
    }
    recovery.noteLook(found.bytes);
    for (const file of generations.over(now())) giveUp(file, 'nothing more comes');
    return found;
  };

  return {
    path,
    get isGone() {
      return watch.isMissing && generations.isSilent(now());
    },
    look: (limit) => {
      watch.named = null;
      const nameTrouble = settled ? null : attempt(() => watch.look());
      const { bytes, more, trouble } = readAll(limit);
      const siblingTrouble = more || settled || trouble !== null ? null : attempt(() => watch.noteSiblings());
      const worst = trouble ?? nameTrouble ?? siblingTrouble ?? recovery.trouble;
      if (worst !== null) announcements.tellTrouble(worst);
      else if (announcements.trouble !== null && !settled) announcements.tellReturned(null);
      return { bytes, more };
    },
    settle: () => {
      settled = true;
      for (const file of generations.all) {
        attempt(() => {
          file.settle();
          return null;
        });
      }
    },
    giveUp: () => {
      for (const file of generations.all) giveUp(file, 'nothing more comes');
    },
    close: () => {
      for (const file of generations.all) {
        // What is left of it that could not be read is a part of no whole line.
        const isWhole = settled && file.isDrained;
        if (isWhole && file.isDeleted) {
          giveUp(file, 'following ends');
          continue;
        }
        if (isWhole && !resumable && file !== generations.last) file.finish();
        closeQuietly(() => {
          file.close();
        });
        generations.remove(file);
      }
      ledger.unfollow(siblings.path);
    },
  };
};
