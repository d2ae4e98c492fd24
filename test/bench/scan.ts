import { existsSync, statSync } from 'node:fs';
import { dataSet, USUAL } from './data-set.js';
import { measuredRun, medianCost } from './measured-run.js';
import type { Cost } from './measured-run.js';
import { benchFile, benchSource, PROGRAM } from './repository.js';
import { asCount, asRatio, inMebibytes, inSeconds, printTable } from './result-table.js';

const RUNS = Number(process.env['BENCH_RUNS'] ?? 3);

const OURS = 'access-log-monitor --once';

interface Reader {
  name: string;
  command: readonly [string, ...string[]];
  /** whether its few lines of output are the totals */
  tells: boolean;
}

const readersOf = (log: string): Reader[] => {
  const ours: Reader = { name: OURS, command: [process.execPath, PROGRAM, '--once', '--headless', log], tells: false };
  return [
    ...(existsSync(PROGRAM) ? [ours] : []),
    { name: 'mawk', command: ['mawk', '-f', benchSource('aggregates.awk'), log], tells: true },
    { name: 'readline + regex', command: [process.execPath, benchFile('readline-reader.js'), log], tells: true },
    { name: 'wc -l', command: ['wc', '-l', log], tells: false },
  ];
};

/** Reads one warm file with whole processes, in turns, and prints the median of each beside ours. */
export const benchScan = async (): Promise<void> => {
  const log = dataSet(USUAL);
  console.log(`scan: ${asCount(USUAL.lines)} lines, ${asCount(statSync(log).size / 1e6)} MB, median of ${RUNS} runs in turns`);
  await measuredRun(['cat', log], 'dropped');
  const readers = readersOf(log);
  const costs = new Map<string, Cost[]>(readers.map(({ name }) => [name, []]));
  const totals = new Map<string, string>();
  for (let run = 0; run < RUNS; run += 1) {
    for (const { name, command, tells } of readers) {
      const { stdout, ...cost } = await measuredRun(command, tells ? 'kept' : 'dropped');
      costs.get(name)?.push(cost);
      if (tells) totals.set(name, stdout.split('\n').slice(0, 3).join(', '));
    }
  }
  const [ours] = readers;
  if (ours?.name === OURS) {
    const { stdout } = await measuredRun([...ours.command, '--output', 'json'], 'kept');
    totals.set(OURS, totalsOfSummary(stdout));
  }
  printAgreement(totals);
  printCosts(new Map([...costs].map(([name, runs]) => [name, medianCost(runs)])));
};

const printCosts = (costs: ReadonlyMap<string, Cost>): void => {
  const ours = costs.get(OURS);
  printTable(
    ['reader', 'wall s', 'lines/s', 'CPU s', 'CPU ns/line', 'peak RSS MiB', 'wall / ours', 'CPU / ours'],
    [...costs].map(([name, cost]) => [
      name,
      inSeconds(cost.wall),
      asCount(USUAL.lines / cost.wall),
      inSeconds(cost.cpu),
      asCount((cost.cpu / USUAL.lines) * 1e9),
      inMebibytes(cost.peak),
      ours === undefined ? '-' : asRatio(cost.wall / ours.wall),
      ours === undefined ? '-' : asRatio(cost.cpu / ours.cpu),
    ]),
  );
};

/** The figures are worth nothing unless all readers count the same. */
const printAgreement = (totals: ReadonlyMap<string, string>): void => {
  const [first = ''] = totals.values();
  for (const [name, told] of totals) {
    if (told !== first) throw new Error(`${name} counts otherwise: ${told}, not ${first}`);
  }
  console.log(`${[...totals.keys()].join(', ')} agree: ${first}`);
};

const totalsOfSummary = (stdout: string): string => {
  const summary = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as {
    bytes: number;
    statusClasses: Record<string, number>;
    lines: { read: number };
  };
  return `lines ${summary.lines.read}, bytes ${summary.bytes}, serverErrors ${summary.statusClasses['5xx'] ?? 0}`;
};
