import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EpochMs, Seconds } from '../core/units.js';
import type { UserError } from '../core/user-error.js';
import { cannotWrite, openDemoLog } from './log-file.js';
import type { DemoLog } from './log-file.js';
import { linesAt } from './site.js';

/** How often lines are written: often enough for the second to look smooth. */
const STEP: EpochMs = 100;

/** After a gap longer than this (a suspended machine) the site goes on from now and does not make up for it. */
const LONGEST_GAP: Seconds = 5;

export interface DemoOptions {
  /** where the log's own directory is made; the system's temporary directory when absent */
  directory?: string | undefined;
  now: () => EpochMs;
  /** Calls `step` every `interval` milliseconds until the function that it returns is called; Node's timer when absent. */
  every?: (interval: EpochMs, step: () => void) => () => void;
  /** equal seeds give equal traffic */
  seed: number;
  /** Called once if the log can't be written any more; nothing is written after that. */
  failed: (error: UserError) => void;
}

export interface Demo {
  /** the log that the simulated site writes, in the Combined format */
  readonly path: string;
  /** Ends the writing and deletes the log with its directory. May be called again. */
  stop(): void;
}

/**
 * Starts a simulated web site that writes an access log right now, in a directory of its own which is deleted at `stop()`,
 * or at the exit of the process. The log is there, empty, when this returns.
 * Throws a UserError when the directory or the log can't be made. `openLog` is there for tests.
 */
export const startDemo = (options: DemoOptions, openLog: (path: string) => DemoLog = openDemoLog): Demo => {
  const { now, every = everyInterval, seed, failed } = options;
  const directory = makeDirectory(options.directory ?? tmpdir());
  const path = join(directory, 'access.log');
  const remove = (): void => {
    process.off('exit', remove);
    rmSync(directory, { recursive: true, force: true });
  };
  process.once('exit', remove);

  let log: DemoLog;
  try {
    log = openLog(path);
  } catch (error) {
    remove();
    throw error;
  }

  const due = createPace(now, seed);
  const stopSteps = every(STEP, () => {
    try {
      log.append(due());
    } catch (error) {
      stopSteps();
      failed(error as UserError);
    }
  });

  let stopped = false;
  return {
    path,
    stop: () => {
      if (stopped) return;
      stopped = true;
      stopSteps();
      log.close();
      remove();
    },
  };
};

const everyInterval = (interval: EpochMs, step: () => void): (() => void) => {
  const timer = setInterval(step, interval);
  return () => {
    clearInterval(timer);
  };
};

/** Gives, call by call, the lines that are due by now: those of each second are spread evenly over it. */
const createPace = (now: () => EpochMs, seed: number): (() => string[]) => {
  const startedAt = now();
  let skipped: EpochMs = 0;
  let second: Seconds = 0;
  const linesOfSecond = (): string[] => linesAt(second, Math.floor((startedAt + skipped) / 1000) + second, seed);
  let lines = linesOfSecond();
  let given = 0;
  return () => {
    // The wall clock may be set back: then nothing is due until it has caught up.
    const gap = now() - startedAt - skipped - second * 1000;
    if (gap > LONGEST_GAP * 1000) {
      skipped += Math.floor(gap / 1000) * 1000;
      lines = linesOfSecond();
    }
    const elapsed = now() - startedAt - skipped;
    const due: string[] = [];
    while (second < Math.floor(elapsed / 1000)) {
      due.push(...lines.slice(given));
      second += 1;
      lines = linesOfSecond();
      given = 0;
    }
    const upTo = Math.floor((lines.length * Math.max(0, elapsed - second * 1000)) / 1000);
    due.push(...lines.slice(given, upTo));
    given = Math.max(given, upTo);
    return due;
  };
};

const makeDirectory = (parent: string): string => {
  try {
    return mkdtempSync(join(parent, 'access-log-monitor-demo-'));
  } catch (error) {
    throw cannotWrite(parent, error);
  }
};
