import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FaultyLog, lineOf } from './faults.js';
import { asCount } from './result-table.js';

export const RUNS = Number(process.env['BENCH_FAULT_RUNS'] ?? 20);

/** Runs beside each other. */
const AT_ONCE = 5;

/** Milliseconds after which a line that has not come is taken for lost. */
const PATIENCE = 3000;

export type Command = readonly [string, ...string[]];

/** What a reader made of the lines of some runs. */
export interface Outcome {
  written: number;
  lost: number;
  doubled: number;
  /** lines that nobody wrote: pieces, and lines made of two */
  spliced: number;
  /** runs in which anything was wrong */
  bad: number;
}

/** Compares what a reader printed with what was written. */
export const compare = (written: number, output: string): Outcome => {
  const expected = new Set(Array.from({ length: written }, (_, number) => lineOf(number)));
  const seen = new Set<string>();
  let doubled = 0;
  let spliced = 0;
  for (const line of output.split(/(?<=\n)/)) {
    if (line === '') continue;
    if (!expected.has(line)) spliced += 1;
    else if (seen.has(line)) doubled += 1;
    else seen.add(line);
  }
  const lost = written - seen.size;
  return { written, lost, doubled, spliced, bad: lost + doubled + spliced > 0 ? 1 : 0 };
};

const sum = (outcomes: readonly Outcome[]): Outcome => {
  const total = (key: keyof Outcome): number => outcomes.reduce((all, outcome) => all + outcome[key], 0);
  return { written: total('written'), lost: total('lost'), doubled: total('doubled'), spliced: total('spliced'), bad: total('bad') };
};

/** A program that prints what it reads. */
export interface Reader {
  /** what it has printed so far */
  readonly output: string;
  readonly ended: Promise<unknown>;
  /** Kills it. */
  end(): Promise<unknown>;
}

export const startReader = ([program, ...args]: Command): Reader => {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise((resolve) => child.on('close', resolve));
  return {
    get output() {
      return output;
    },
    ended,
    end: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
};

/** Waits until the newest line has come, and then for those that may still come; or until patience ends. */
export const settled = async (log: FaultyLog, reader: Reader): Promise<void> => {
  const newest = lineOf(log.written - 1);
  for (const until = performance.now() + PATIENCE; performance.now() < until && !reader.output.endsWith(newest); ) await pause(20);
};

/** A log in a directory of its own, which is deleted afterwards. */
export const withLog = async (use: (log: FaultyLog) => Promise<Outcome>): Promise<Outcome> => {
  const directory = mkdtempSync(join(tmpdir(), 'access-log-monitor-faults-'));
  const log = new FaultyLog(directory);
  try {
    return await use(log);
  } finally {
    log.close();
    rmSync(directory, { recursive: true });
  }
};

/** Does it again and again, and adds up. */
export const times = async (one: () => Promise<Outcome>): Promise<Outcome> => {
  const outcomes: Outcome[] = [];
  while (outcomes.length < RUNS) {
    const together = Math.min(AT_ONCE, RUNS - outcomes.length);
    outcomes.push(...(await Promise.all(Array.from({ length: together }, one))));
  }
  return sum(outcomes);
};

/** For the table. */
export const cell = ({ written, bad, lost, doubled, spliced }: Outcome): string => {
  if (bad === 0) return 'nothing lost';
  const faults = [
    ...(lost > 0 ? [`${asCount(lost)} lost`] : []),
    ...(doubled > 0 ? [`${asCount(doubled)} twice`] : []),
    ...(spliced > 0 ? [`${asCount(spliced)} spliced`] : []),
  ];
  return `${faults.join(', ')} of ${asCount(written)}, in ${bad} of ${RUNS} runs`;
};
