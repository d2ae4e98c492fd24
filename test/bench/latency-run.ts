import { fork, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { followAll } from '../../src/sources/following/follow-all.js';
import type { LineSink } from '../../src/sources/source.js';
import { monotonic } from './backlog.js';
import { cpuSeconds } from './measured-run.js';
import { benchFile, PROGRAM } from './repository.js';
import { makeRoomyDirectory } from './roomy-directory.js';
import type { StampPlan } from './stamp-writer.js';
import type { Latency, Stamps } from './stamps.js';
import { latencyOf, LINE_LENGTH, paceOf, STAMP } from './stamps.js';

export interface Measured extends Latency {
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
export const measureLatency = async (plan: Omit<StampPlan, 'paths' | 'stamps'>, logs: number, notified: boolean): Promise<Measured> => {
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
export const programCpu = async (rate: number, seconds: number): Promise<number> => {
  const directory = makeRoomyDirectory(rate * seconds * LINE_LENGTH);
  const path = join(directory, 'access.log');
  writeFileSync(path, '');
  const plan: StampPlan = { paths: [path], seconds, stamps: join(directory, 'stamps'), way: 'line', linesPerSecond: rate };
  const program = spawn(process.execPath, [PROGRAM, '--headless', '--output', 'json', path], { stdio: 'ignore' });
  await pause(2500);
  const writer = fork(benchFile('stamp-writer.js'), [JSON.stringify(plan)]);
  const ended = new Promise((resolve) => writer.once('exit', resolve));
  await new Promise((resolve) => writer.once('message', resolve));
  const before = cpuSeconds(program.pid ?? 0) ?? NaN;
  writer.send('begin');
  await ended;
  const cpu = ((cpuSeconds(program.pid ?? 0) ?? NaN) - before) / seconds;
  const gone = new Promise((resolve) => program.once('exit', resolve));
  program.kill();
  await gone;
  rmSync(directory, { recursive: true });
  return cpu;
};
