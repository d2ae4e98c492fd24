import { join } from 'node:path';
import type { EpochMs } from '../../core/units.js';
import { UserError } from '../../core/user-error.js';
import type { StateDisk } from './state-disk.js';
import { errorCode, realStateDisk } from './state-disk.js';
import { decodeState, encodeState } from './state-format.js';
import type { Processes, StateLock } from './state-lock.js';
import { claimDirectory } from './state-lock.js';

/** A directory in which a run keeps what the next one needs. No other process uses it meanwhile. */
export interface StateFolder<State> {
  /** what the run before left; null when there is none, or it cannot be trusted */
  readonly found: State | null;
  /** what was wrong with it and where it is now, as a sentence; null when nothing was */
  readonly damage: string | null;
  /**
   * Puts a state in the place of the last one: either is whole at any moment, whatever fails. Resolves when it is on the
   * disk; not to be called before the last call is done. A directory that was found to be gone is made again by the next call.
   *
   * @throws {StateError}
   */
  save(state: State): Promise<void>;
  /** Lets other processes have the directory. */
  close(): void;
}

/** A state that could not be saved; the message says why. */
export class StateError extends Error {
  override readonly name = 'StateError';
}

export interface StateFolderOptions<State> {
  directory: string;
  processes: Processes;
  /** the machine's clock */
  now: () => EpochMs;
  /** gives null for what is no state, though it is whole */
  parse: (value: unknown) => State | null;
  disk?: StateDisk;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk (ENOSPC)',
  EDQUOT: 'the disk quota is used up (EDQUOT)',
  EACCES: 'permission is missing (EACCES)',
  EPERM: 'permission is missing (EPERM)',
  EROFS: 'the file system is read-only (EROFS)',
  EIO: 'the disk reports an error (EIO)',
  ENOENT: 'the directory is gone (ENOENT)',
  ENOTDIR: 'part of the path is no directory (ENOTDIR)',
  EEXIST: 'it is no directory (EEXIST)',
};

const reasonOf = (error: unknown): string => {
  const code = errorCode(error);
  return REASONS[code] ?? code;
};

const HINT = 'name a directory of your own, on a disk with room';

/** `20261121T134816Z` */
const stamp = (at: EpochMs): string => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

/** A name that no file has: that of the damaged file, and when it was found. */
const freeName = async (disk: StateDisk, path: string, at: EpochMs): Promise<string> => {
  const wanted = `${path}.damaged-${stamp(at)}`;
  let name = wanted;
  for (let n = 2; await disk.exists(name); n += 1) name = `${wanted}-${n}`;
  return name;
};

/**
 * Makes the directory if it is missing, claims it, and reads what is there. A file that is damaged, or of a version that is
 * not known, is set aside under another name.
 *
 * @throws UserError when the directory cannot be used, or another process does
 */
export const openStateFolder = async <State>(options: StateFolderOptions<State>): Promise<StateFolder<State>> => {
  const { directory, processes, now, parse, disk = realStateDisk } = options;
  const path = join(directory, 'state');
  const temporary = join(directory, 'state.new');
  let lock: StateLock | null = null;
  let found: State | null = null;
  let damage: string | null = null;

  const examine = async (bytes: Buffer): Promise<void> => {
    const decoded = decodeState(bytes);
    found = decoded.kind === 'whole' ? parse(decoded.value) : null;
    if (found !== null) return;
    const reason = decoded.kind === 'damaged' ? decoded.reason : 'what it holds is not what a state has';
    const name = await freeName(disk, path, now());
    await disk.rename(path, name);
    damage = `${path} cannot be used: ${reason}. It was set aside as ${name}`;
  };

  const replace = async (bytes: Buffer): Promise<void> => {
    await disk.remove(temporary);
    await disk.create(temporary, bytes);
    await disk.rename(temporary, path);
    await disk.syncDirectory(directory);
  };

  try {
    await disk.makeDirectory(directory);
    lock = claimDirectory(directory, join(directory, 'lock'), processes);
    const bytes = await disk.read(path);
    if (bytes !== null) await examine(bytes);
  } catch (error) {
    lock?.release();
    if (error instanceof UserError) throw error;
    throw new UserError(`--state: '${directory}' cannot be used: ${reasonOf(error)}`, HINT);
  }
  const claim = lock;
  let isGone = false;

  /** The directory was removed by somebody: it is made, and claimed, once more. */
  const makeAgain = async (): Promise<void> => {
    await disk.makeDirectory(directory);
    claim.renew();
    isGone = false;
  };

  return {
    found,
    damage,
    save: async (state) => {
      try {
        if (isGone) await makeAgain();
        await replace(encodeState(state));
      } catch (error) {
        if (error instanceof UserError) throw new StateError(error.message);
        isGone ||= errorCode(error) === 'ENOENT';
        const reason = reasonOf(error);
        await disk.remove(temporary).catch(() => undefined);
        throw new StateError(reason);
      }
    },
    close: () => {
      claim.release();
    },
  };
};
