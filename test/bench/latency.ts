import { fork, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { followAll } from '../../src/sources/follow-all.js';
import type { LineSink } from '../../src/sources/source.js';
import { monotonic } from './backlog.js';
import { cpuSeconds } from './measured-run.js';
import { benchFile, PROGRAM } from './repository.js';
import { makeRoomyDirectory } from './roomy-directory.js';
import { asCount, inPercent, printTable } from './result-table.js';
import type { StampPlan } from './stamp-writer.js';
import type { Latency, Stamps } from './stamps.js';
import { latencyOf, LINE_LENGTH, paceOf, STAMP } from './stamps.js';

const SECONDS = Number(process.env['BENCH_LATENCY_SECONDS'] ?? 8);
const RATES = [100, 10_000, 100_000, 1_000_000];
const WAYS = { line: 'a write for each line', batch: 'a write each ms' } as const;

/** Logs that are idle most of the time, each with a follower and timers of its own. */
const IDLE_LOGS = 40;
/** Lines come seldom there, so it takes longer. */
const IDLE_SECONDS = 4 * SECONDS;

/** The longest that 99 of 100 lines may take, in ms. */
const TARGET = { lively: 150, idle: 400 };

/** CPU of the reader (a share of a core) that 100,000 writes a second may cost. */
const CPU_TARGET = 0.15;

interface Measured extends Latency {
  writes: number;
  /** lines/s that the writer reached */
  pace: number;
  /** share of one core of this process, which does nothing but follow */
  cpu: number;
}

const numbersIn = (bytes: Buffer): Stamps =>
  new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));

/** The writes after the first read: those before it waited for a reader that was idle. */
const whileLinesCome = (written: Stamps, read: Stamps): Stamps => {
  const firstRead = read[STAMP - 1] ?? Infinity;
  for (let at = 0; at < written.length; at += STAMP) if ((written[at + STAMP - 1] ?? 0) >= firstRead) return written.slice(at);
  return [];
};

const silent = { close: () => undefined };

/** Keeps nothing but how many lines had come at which instant. */
const stampingSink = (log: number, stamps: number[]): LineSink => {
  let lines = 0;
  return {
    opened: () => undefined,
    lines: (_chunk, from, to) => {
      lines += (to - from) / LINE_LENGTH;
      stamps.push(log, lines, monotonic());
    },
    tooLong: () => undefined,
    event: () => undefined,
  };
};

/** Runs a writer beside followers in this process: a poller for each log, as if each were followed by itself. */
const measure = async (plan: Omit<StampPlan, 'paths' | 'stamps'>, logs: number, notified: boolean): Promise<Measured> => {
  const directory = makeRoomyDirectory(plan.linesPerSecond * plan.seconds * LINE_LENGTH);
  // A directory for each: a log's neighbours would be told of too.
  const paths = Array.from({ length: logs }, (_, log) => join(directory, String(log), 'access.log'));
  for (const path of paths) {
    mkdirSync(join(path, '..'));
    writeFileSync(path, '');
  }
  const stamps = join(directory, 'stamps');
  const writer = fork(benchFile('stamp-writer.js'), [JSON.stringify({ ...plan, paths, stamps } satisfies StampPlan)]);
  const ended = new Promise<number | null>((resolve) => writer.once('exit', resolve));
  await new Promise((resolve) => writer.once('message', resolve));

  const read: number[] = [];
  const following = paths.map((path, log) =>
    followAll({ files: [{ path, sink: stampingSink(log, read) }], ...(notified ? {} : { notify: () => silent }) }),
  );
  for (const each of following) each.start();
  await pause(1500); // all are idle
  writer.send('begin');
  const before = process.cpuUsage();
  const code = await ended;
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1_000_000 / plan.seconds;
  await pause(500);
  await Promise.all(following.map((each) => each.finish()));
  if (code !== 0) throw new Error(`the writer ended with ${code ?? 'a signal'}`);
  const all = numbersIn(readFileSync(stamps));
  const written = plan.way === 'idle' ? all : whileLinesCome(all, read);
  rmSync(directory, { recursive: true });
  return { ...latencyOf(written, read), writes: written.length / STAMP, pace: paceOf(written), cpu };
};

/** Share of one core that the whole program takes, following headless, when each line is a write of its own. */
const programCpu = async (rate: number): Promise<number> => {
  const directory = makeRoomyDirectory(rate * SECONDS * LINE_LENGTH);
  const path = join(directory, 'access.log');
  writeFileSync(path, '');
  const plan: StampPlan = { paths: [path], seconds: SECONDS, stamps: join(directory, 'stamps'), way: 'line', linesPerSecond: rate };
  const program = spawn(process.execPath, [PROGRAM, '--headless', '--output', 'json', path], { stdio: 'ignore' });
  await pause(2500);
  const writer = fork(benchFile('stamp-writer.js'), [JSON.stringify(plan)]);
  const ended = new Promise((resolve) => writer.once('exit', resolve));
  await new Promise((resolve) => writer.once('message', resolve));
  const before = cpuSeconds(program.pid ?? 0) ?? NaN;
  writer.send('begin');
  await ended;
  const cpu = ((cpuSeconds(program.pid ?? 0) ?? NaN) - before) / SECONDS;
  const gone = new Promise((resolve) => program.once('exit', resolve));
  program.kill();
  await gone;
  rmSync(directory, { recursive: true });
  return cpu;
};

const inTime = ({ median, p99, worst }: Latency): string => `${median.toFixed(0)} / ${p99.toFixed(0)} / ${worst.toFixed(0)}`;

/** How long it takes from a write until the lines are read, at several rates, and out of idleness; and what it costs. */
export const benchLatency = async (): Promise<void> => {
  console.log(`latency: the follower by itself, ${SECONDS} s each; from before a write until its last line was handed on,`);
  console.log('while lines come (after the first read), and out of idleness');
  const rows: string[][] = [];
  const misses: string[] = [];
  const judge = (what: string, value: number, target: number, unit: string): void => {
    if (!(value < target)) misses.push(`${what}: ${value.toFixed(1)} ${unit}, the target is under ${target} ${unit}`);
  };
  for (const rate of RATES) {
    for (const way of ['line', 'batch'] as const) {
      for (const notified of [true, false]) {
        const measured = await measure({ way, linesPerSecond: rate, seconds: SECONDS }, 1, notified);
        const name = `${asCount(rate)} lines/s, ${WAYS[way]}, ${notified ? 'notified' : 'not notified'}`;
        rows.push([name, asCount(measured.pace), inTime(measured), inPercent(measured.cpu), asCount(measured.missing)]);
        judge(`${name}, 99th percentile`, measured.p99, TARGET.lively, 'ms');
        if (way === 'line' && rate === 100_000) judge(`${name}, CPU`, measured.cpu * 100, CPU_TARGET * 100, '%');
        if (measured.missing > 0) misses.push(`${name}: ${measured.missing} lines were not read`);
      }
    }
  }
  for (const notified of [true, false]) {
    const measured = await measure({ way: 'idle', linesPerSecond: IDLE_LOGS / 3, seconds: IDLE_SECONDS }, IDLE_LOGS, notified);
    const name = `a line each 2 to 4 s, ${notified ? 'notified' : 'not notified'}`;
    rows.push([name, '-', inTime(measured), `${inPercent(measured.cpu / IDLE_LOGS)} a log`, asCount(measured.missing)]);
    judge(`${name}, 99th percentile of ${measured.writes} lines`, measured.p99, TARGET.idle, 'ms');
  }
  const program = await programCpu(100_000);
  rows.push(['the whole program, 100,000 lines/s, a write for each line', '-', '-', inPercent(program), '-']);
  judge('the whole program at 100,000 lines/s, CPU', program * 100, CPU_TARGET * 100, '%');
  printTable(['', 'lines/s reached', 'write-to-read ms median / p99 / worst', 'CPU of the reader', 'lost'], rows);
  console.log(misses.length === 0 ? 'all targets are met' : misses.join('\n'));
};
