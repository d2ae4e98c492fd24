import type { Seconds } from '../core/units.js';
import type { Pump } from './pump.js';

/** A state is saved so often while something changes. */
export const CHECKPOINT_INTERVAL: Seconds = 5;

/** What is saved, and how. */
export interface CheckpointsConfig {
  pump: Pump;
  /** something that is another thing when a state is worth saving again; asked for when all that was read has been counted */
  version: () => string;
  /**
   * Takes the state as it is at the call, and resolves to null when it is safe; to the reason, as the end of a sentence, when
   * it could not be saved. Rejects for nothing else than a bug.
   */
  save: () => Promise<string | null>;
  /** told when saving begins to fail, with the reason, and with null when it works again */
  onTrouble: (reason: string | null) => void;
}

/** Saves the state of a run from time to time, so that another run can go on from there. */
export interface Checkpoints {
  /** Saves the state now. Resolves when that is done, well or not. */
  save(): Promise<void>;
  /** To be called after each tick: once a second. Rejects as `save` of the config does; resolves at once if nothing is due. */
  tick(): Promise<void>;
}

/**
 * One state is saved at a time: while a disk takes long, the next one waits. After a failure it is tried again each 5 s; the
 * run goes on meanwhile.
 */
export const createCheckpoints = ({ pump, version, save, onTrouble }: CheckpointsConfig): Checkpoints => {
  let saved: string | null = null;
  let since: Seconds = 0;
  let waited = false;
  let failing = false;
  let saving: Promise<void> | null = null;

  const attempt = async (current: string): Promise<void> => {
    const reason = await save();
    if (reason === null) saved = current;
    if ((reason !== null) !== failing) onTrouble(reason);
    failing = reason !== null;
  };

  const begin = (): Promise<void> => {
    const current = version();
    if (current === saved) return Promise.resolve();
    saving = attempt(current).finally(() => {
      saving = null;
    });
    return saving;
  };

  return {
    save: async () => {
      while (saving !== null) await saving;
      pump.settle(true);
      await begin();
    },
    tick: () => {
      since += 1;
      if (since < CHECKPOINT_INTERVAL || saving !== null) return Promise.resolve();
      since = 0;
      // What must wait for the lines behind it is given one interval more.
      if (!pump.settle(waited)) {
        waited = true;
        return Promise.resolve();
      }
      waited = false;
      return begin();
    },
  };
};
