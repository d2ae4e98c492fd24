import { createCheckpoints } from '../../app/checkpoints.js';
import type { Checkpoints } from '../../app/checkpoints.js';
import type { Engine } from '../../app/engine.js';
import type { Pump } from '../../app/pump.js';
import { forgetSeconds } from '../../core/monitor-memory.js';
import type { EpochSeconds, Seconds } from '../../core/units.js';
import { formatThreshold } from '../../render/numbers.js';
import { formatInstant } from '../../render/time-text.js';
import { createLedger } from '../../sources/following/ledger.js';
import type { Ledger } from '../../sources/following/ledger.js';
import { parseStateContent } from '../../sources/state/state-content.js';
import type { JudgedBy, StateContent } from '../../sources/state/state-content.js';
import { openStateFolder, StateError } from '../../sources/state/state-folder.js';
import type { MonitorOptions } from '../options.js';
import type { Shell } from '../shell.js';
import type { Output } from './output.js';

/** By how much the last run's clock may be ahead: its last second ended when it did. */
const CLOCK_SLACK: Seconds = 5;

/** What a run takes over from the one before it, and leaves for the next. */
export interface RunState {
  ledger: Ledger;
  /** Whether the last run followed this glob too: files that match it and are not known came while nobody watched. */
  hasFollowed(glob: string): boolean;
  /** Lets the engine go on where the last run stopped, before it has sources, and tells of it. */
  recall(engine: Engine, output: Output): void;
  checkpoints(engine: Engine, pump: Pump, output: Output): Checkpoints;
}

const judgedText = ({ threshold, window, filter = null }: JudgedBy): string =>
  `${formatThreshold(threshold)}/s over ${window} s${filter === null ? '' : ` of what passes ${filter}`}`;

/** From when on the run goes on, for people. */
const resumeText = ({ savedAt, monitor }: StateContent, directory: string): string => {
  const since = monitor.startedAt === null ? '' : `, counting since ${formatInstant(monitor.startedAt)}`;
  return `State: going on from ${formatInstant(savedAt)}${since} (${directory})`;
};

/**
 * Opens the directory of `--state` and reads what is there.
 *
 * @throws UserError when the directory cannot be used, or another process does
 */
export const openState = async (directory: string, options: MonitorOptions, shell: Shell): Promise<RunState> => {
  const judgedBy: JudgedBy = { threshold: options.alertThreshold, window: options.alertWindow, filter: options.filters.length === 0 ? null : options.filters.map((text) => `'${text}'`).join(' and ') };
  const seconds = (): EpochSeconds => Math.floor(shell.now() / 1000);
  const folder = await openStateFolder({ directory, processes: shell, now: () => shell.now(), parse: parseStateContent });
  shell.onDispose(() => {
    folder.close();
  });
  const { found } = folder;
  const ledger = createLedger(found?.ledger ?? null);

  return {
    ledger,
    hasFollowed: (glob) => found?.logs.includes(glob) ?? false,
    recall: ({ monitor }, output) => {
      if (folder.damage !== null) output.notice(`State: ${folder.damage}`);
      if (found === null) return;
      output.monitor(resumeText(found, directory));
      const [before, now] = [judgedText(found.judgedBy), judgedText(judgedBy)];
      if (before !== now) output.notice(`State: the alert was judged by ${before}; from now on by ${now}`);
      const { openAt } = found.monitor;
      const isAhead = options.time !== 'log' && openAt !== null && openAt > seconds() + CLOCK_SLACK;
      if (isAhead) output.notice('State: the clock stands before it, so its chart and its alert window are left out');
      monitor.recall(isAhead ? forgetSeconds(found.monitor) : found.monitor);
    },
    checkpoints: ({ monitor, alerts }, pump, output) =>
      createCheckpoints({
        pump,
        version: () => JSON.stringify([monitor.allLinesCounted, alerts.triggeredCount, alerts.active?.id, ledger]),
        save: async () => {
          try {
            await folder.save({ savedAt: seconds(), judgedBy, logs: options.files, monitor: monitor.memory(), ledger: ledger.toJSON() });
            return null;
          } catch (error) {
            if (error instanceof StateError) return error.message;
            throw error;
          }
        },
        onTrouble: (reason) => {
          output.notice(
            reason === null ? 'State: it can be saved again' : `State: it cannot be saved in ${directory}: ${reason}; trying again each 5 s`,
          );
        },
      }),
  };
};
