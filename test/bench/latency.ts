import type { Measured } from './latency-run.js';
import { measureLatency, programCpu } from './latency-run.js';
import { asCount, inPercent, printTable } from './result-table.js';

const SECONDS = Number(process.env['BENCH_LATENCY_SECONDS'] ?? 8);
const RATES = [100, 10_000, 100_000, 1_000_000];
const WAYS = { line: 'a write for each line', batch: 'a write each ms' } as const;

/** Logs that are idle most of the time, each with a follower and timers of its own. */
const IDLE_LOGS = 40;
/** Lines come seldom there, so it takes longer. */
const IDLE_SECONDS = 4 * SECONDS;

/** The longest that 99 of 100 lines may take, in ms. */
const TARGET = { lively: 150, idle: 400 };

/** The rate at which the cost is judged, and the share of a core that may be spent then. */
const JUDGED_RATE = 100_000;
const CPU_TARGET = 0.15;

interface Row {
  way: 'line' | 'batch' | 'idle';
  rate: number;
  notified: boolean;
  measured: Measured;
}

const runAll = async (): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const rate of RATES) {
    for (const way of ['line', 'batch'] as const) {
      for (const notified of [true, false]) {
        const measured = await measureLatency({ way, linesPerSecond: rate, seconds: SECONDS }, 1, notified);
        rows.push({ way, rate, notified, measured });
      }
    }
  }
  for (const notified of [true, false]) {
    const rate = IDLE_LOGS / 3;
    const measured = await measureLatency({ way: 'idle', linesPerSecond: rate, seconds: IDLE_SECONDS }, IDLE_LOGS, notified);
    rows.push({ way: 'idle', rate, notified, measured });
  }
  return rows;
};

const nameOf = ({ way, rate, notified }: Row): string =>
  `${way === 'idle' ? 'a line each 2 to 4 s' : `${asCount(rate)} lines/s, ${WAYS[way]}`}, ${notified ? 'notified' : 'not notified'}`;

const cellsOf = (row: Row): string[] => {
  const { median, p99, worst, missing, pace, cpu } = row.measured;
  const isIdle = row.way === 'idle';
  return [
    nameOf(row),
    isIdle ? '-' : asCount(pace),
    `${median.toFixed(0)} / ${p99.toFixed(0)} / ${worst.toFixed(0)}`,
    isIdle ? `${inPercent(cpu / IDLE_LOGS)} a log` : inPercent(cpu),
    asCount(missing),
  ];
};

const isJudged = ({ way, rate }: Row): boolean => way === 'line' && rate === JUDGED_RATE;

/** What is not as it should be, in a sentence each. */
const missesOf = (row: Row): string[] => {
  const { p99, cpu, missing, writes } = row.measured;
  const target = row.way === 'idle' ? TARGET.idle : TARGET.lively;
  const misses: string[] = [];
  if (!(p99 < target)) misses.push(`99 of 100 of ${asCount(writes)} writes within ${p99.toFixed(0)} ms, the target is ${target} ms`);
  if (isJudged(row) && cpu >= CPU_TARGET) misses.push(`${inPercent(cpu)} of a core, the target is ${inPercent(CPU_TARGET)}`);
  if (missing > 0) misses.push(`${asCount(missing)} lines were not read`);
  return misses.map((miss) => `${nameOf(row)}: ${miss}`);
};

const readmeRows = (rows: readonly Row[], program: number): string[] => {
  const most = (of: readonly Row[], key: 'p99' | 'cpu' | 'pace'): number => Math.max(...of.map(({ measured }) => measured[key]));
  const idle = (notified: boolean): string => most(rows.filter((row) => row.way === 'idle' && row.notified === notified), 'p99').toFixed(0);
  const lively = rows.filter(({ way }) => way !== 'idle');
  const fastest = asCount(most(rows.filter(({ way }) => way === 'line'), 'pace'));
  const cpu = inPercent(most(rows.filter(isJudged), 'cpu'));
  return [
    `| from write to read at the 99th percentile, 100 to 1 million lines/s, each line or each millisecond a write (single writes: up to ${fastest} a second), notified or not | at most ${most(lively, 'p99').toFixed(0)} ms |`,
    `| the same out of idleness, notified and not | ${idle(true)} ms and ${idle(false)} ms |`,
    `| ${asCount(JUDGED_RATE)} lines/s, each a write: the follower, and the whole program headless | ${cpu} and ${inPercent(program)} of a core |`,
  ];
};

/** How long it takes from a write until the lines are read, at several rates, and out of idleness; and what it costs. */
export const benchLatency = async (): Promise<void> => {
  console.log(`latency: the follower by itself, ${SECONDS} s each; from before a write until its last line was handed on,`);
  console.log('while lines come (after the first read), and out of idleness');
  const rows = await runAll();
  const program = await programCpu(JUDGED_RATE, SECONDS);
  printTable(['', 'lines/s reached', 'write-to-read ms median / p99 / worst', 'CPU of the reader', 'lost'], rows.map(cellsOf));
  console.log(`\nthe whole program, headless, ${asCount(JUDGED_RATE)} lines/s, a write for each line: ${inPercent(program)} of a core`);
  console.log(`\nfor the README:\n${readmeRows(rows, program).join('\n')}\n`);
  const misses = rows.flatMap(missesOf);
  console.log(misses.length === 0 ? 'all targets are met' : misses.join('\n'));
};
