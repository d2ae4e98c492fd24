import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './faults.js';
import { FAULTS, FaultyLog, lineOf } from './faults.js';
import { benchFile } from './repository.js';
import { asCount, printTable } from './result-table.js';

const RUNS = Number(process.env['BENCH_FAULT_RUNS'] ?? 20);

/** Runs beside each other. */
const AT_ONCE = 5;

/** Milliseconds after which a line that has not come is taken for lost. */
const PATIENCE = 3000;

/** Lines that are read before a fault begins, and that are written after it. */
const LINES = 100;

type Command = readonly [string, ...string[]];

const READERS: readonly { name: string; command: (path: string) => Command }[] = [
  { name: 'tail -F', command: (path) => ['tail', '-n', '+1', '-F', path] },
  { name: 'this follower', command: (path) => [process.execPath, benchFile('follow-printer.js'), path] },
];

/** What a reader made of the lines of some runs. */
interface Outcome {
  written: number;
  lost: number;
  doubled: number;
  /** lines that nobody wrote: pieces, and lines made of two */
  spliced: number;
  /** runs in which anything was wrong */
  bad: number;
}

const compare = (written: number, output: string): Outcome => {
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

/** Starts a reader, whose output grows. */
const startReader = ([program, ...args]: Command) => {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const reader = { output: '', end: () => Promise.resolve<unknown>(null) };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (reader.output += text));
  const closed = new Promise((resolve) => child.on('close', resolve));
  reader.end = () => {
    child.kill('SIGKILL');
    return closed;
  };
  return reader;
};

/** Waits until the newest line has come, and then for those that may still come; or until patience ends. */
const settled = async (log: FaultyLog, reader: { output: string }): Promise<void> => {
  const newest = lineOf(log.written - 1);
  for (const until = performance.now() + PATIENCE; performance.now() < until && !reader.output.endsWith(newest); ) await pause(20);
};

const withLog = async (use: (log: FaultyLog) => Promise<Outcome>): Promise<Outcome> => {
  const directory = mkdtempSync(join(tmpdir(), 'access-log-monitor-faults-'));
  const log = new FaultyLog(directory);
  try {
    return await use(log);
  } finally {
    log.close();
    rmSync(directory, { recursive: true });
  }
};

const run = (fault: Fault, command: (path: string) => Command): Promise<Outcome> =>
  withLog(async (log) => {
    log.write(LINES);
    const reader = startReader(command(log.path));
    await settled(log, reader);
    await fault.happen(log);
    await pause(200);
    log.write(LINES);
    await settled(log, reader);
    // Old files may be read after new ones: what is still under way has time to come.
    await pause(300);
    await reader.end();
    return compare(log.written, reader.output);
  });

const times = async (one: () => Promise<Outcome>): Promise<Outcome> => {
  const outcomes: Outcome[] = [];
  while (outcomes.length < RUNS) {
    const together = Math.min(AT_ONCE, RUNS - outcomes.length);
    outcomes.push(...(await Promise.all(Array.from({ length: together }, one))));
  }
  return sum(outcomes);
};

const cell = ({ written, bad, lost, doubled, spliced }: Outcome): string => {
  if (bad === 0) return 'nothing lost';
  const faults = [
    ...(lost > 0 ? [`${asCount(lost)} lost`] : []),
    ...(doubled > 0 ? [`${asCount(doubled)} twice`] : []),
    ...(spliced > 0 ? [`${asCount(spliced)} spliced`] : []),
  ];
  return `${faults.join(', ')} of ${asCount(written)}, in ${bad} of ${RUNS} runs`;
};

/** What `tail -F` and our follower make of the same faults. Needs GNU tail. */
export const benchTail = async (): Promise<void> => {
  console.log(`tail: lines lost, come twice or spliced, in ${RUNS} runs of each fault`);
  const rows: string[][] = [];
  for (const fault of FAULTS) {
    const cells: string[] = [];
    for (const { command } of READERS) cells.push(cell(await times(() => run(fault, command))));
    rows.push([fault.name, ...cells]);
  }
  printTable(['what happens', ...READERS.map(({ name }) => name)], rows);
};
