import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { linesAt } from '../../src/demo/site.js';
import { bytesRead, monotonic, pursue, watchReading } from './backlog.js';
import type { Progress, Pursuit } from './backlog.js';
import { cpuSeconds, measuredRun, peakMemory } from './measured-run.js';
import { openPseudoTerminal } from './pseudo-terminal.js';
import type { PseudoTerminal } from './pseudo-terminal.js';
import { benchFile, PROGRAM } from './repository.js';
import { asCount, inMebibytes, inPercent, printTable } from './result-table.js';
import { makeRoomyDirectory } from './roomy-directory.js';
import { FIRST_FRAME } from './startup.js';

const RATE = Number(process.env['BENCH_RATE'] ?? 1_000_000);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 20);
const BYTES_PER_LINE = 240;
const HEAD = linesAt(10, 1_700_000_000, 7);

/** Runs `use` with a log that holds a few lines, which is deleted afterwards. */
const withLog = async (use: (log: string) => Promise<void>): Promise<void> => {
  const directory = makeRoomyDirectory(RATE * SECONDS * BYTES_PER_LINE);
  const log = join(directory, 'access.log');
  writeFileSync(log, `${HEAD.join('\n')}\n`);
  try {
    await use(log);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

/** One batch of the writer's: what had been written when it was. */
interface Batch extends Progress {
  lines: number;
}

const append = async (log: string, rate: number, seconds: number): Promise<Batch[]> => {
  const { stdout } = await measuredRun([process.execPath, benchFile('append-writer.js'), log, String(rate), String(seconds)], 'kept');
  return stdout
    .trimEnd()
    .split('\n')
    .map((batch) => {
      const [lines = 0, bytes = 0, at = 0] = batch.split(' ').map(Number);
      return { lines, bytes, at };
    });
};

interface Followed {
  written: Batch[];
  pursuit: Pursuit;
  /** share of one core while lines came */
  cpu: number;
  peak: number;
}

/** Waits until a process reads no more. */
const settled = async (pid: number): Promise<void> => {
  for (let before = -1, now = bytesRead(pid); now - before > 1024; ) {
    await pause(500);
    before = now;
    now = bytesRead(pid);
  }
};

const follow = async (pid: number, log: string): Promise<Followed> => {
  await settled(pid);
  const stopWatching = watchReading(pid);
  const cpuBefore = cpuSeconds(pid) ?? 0;
  const startedAt = performance.now();
  const written = await append(log, RATE, SECONDS);
  const cpu = ((cpuSeconds(pid) ?? 0) - cpuBefore) / ((performance.now() - startedAt) / 1000);
  await settled(pid);
  return { written, pursuit: pursue(written, stopWatching()), cpu, peak: peakMemory(pid) ?? NaN };
};

const rowOf = (name: string, followed: Followed, linesRead: number, behind: string): string[] => {
  const { written, pursuit, cpu, peak } = followed;
  const lines = written.at(-1)?.lines ?? 0;
  return [
    name,
    asCount(lines),
    asCount(lines - linesRead),
    `${pursuit.median.toFixed(0)} / ${pursuit.p99.toFixed(0)} / ${pursuit.worst.toFixed(0)}`,
    behind,
    `${(pursuit.early / 1e6).toFixed(1)} / ${(pursuit.late / 1e6).toFixed(1)}`,
    inPercent(cpu),
    inMebibytes(peak),
  ];
};

/** The number of lines read that the dashboard's header shows. */
const linesOnScreen = (terminal: PseudoTerminal): number => {
  const shown = /([\d,]+) (?:lines )?read|read ([\d,]+)/.exec(terminal.screen().join('\n'));
  return Number((shown?.[1] ?? shown?.[2] ?? 'NaN').replaceAll(',', ''));
};

const openDashboard = async (log: string): Promise<PseudoTerminal> => {
  const terminal = openPseudoTerminal([process.execPath, PROGRAM, log]);
  await terminal.shows(FIRST_FRAME);
  return terminal;
};

const followWithDashboard = async (log: string): Promise<string[]> => {
  const terminal = await openDashboard(log);
  const followed = await follow(terminal.pid(), log);
  await pause(1500);
  const row = rowOf('dashboard', followed, linesOnScreen(terminal), '-');
  terminal.type('q');
  await terminal.ended;
  return row;
};

interface JsonEvent {
  type: string;
  to: string;
  lines: { read: number };
}

/**
 * By how many milliseconds the lines that a tick had counted were older than the tick: the worst of all ticks while lines
 * came. Each report is a tick, as their interval is a second.
 */
const worstBehind = (written: readonly Batch[], reports: readonly JsonEvent[]): number => {
  const sinceEpoch = Date.now() - monotonic();
  let counted = 0;
  let worst = 0;
  for (const { to, lines } of reports) {
    counted += lines.read;
    const next = written.find((batch) => batch.lines > counted);
    if (next !== undefined) worst = Math.max(worst, Date.parse(to) - (next.at + sinceEpoch));
  }
  return worst;
};

const followHeadless = async (log: string): Promise<string[]> => {
  const options = ['--headless', '--output', 'json', '--report-interval', '1'];
  const child = spawn(process.execPath, [PROGRAM, ...options, log], { stdio: ['ignore', 'pipe', 'ignore'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const ended = new Promise((resolve) => child.on('close', resolve));
  await pause(1000);
  const followed = await follow(child.pid ?? 0, log);
  child.kill('SIGTERM');
  await ended;
  const events = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as JsonEvent);
  const behind = worstBehind(followed.written, events.filter(({ type }) => type === 'report'));
  return rowOf('--headless --output json', followed, events.at(-1)?.lines.read ?? NaN, behind.toFixed(0));
};

/** A log that grows by a million lines a second: is any lost, and how far behind is the reader? */
export const benchFollow = async (): Promise<void> => {
  console.log(`follow: ${asCount(RATE)} lines/s for ${SECONDS} s in batches 1 to 10 ms apart`);
  const rows: string[][] = [];
  await withLog(async (log) => {
    rows.push(await followWithDashboard(log));
  });
  await withLog(async (log) => {
    rows.push(await followHeadless(log));
  });
  const head = [
    '',
    'lines written',
    'lost',
    'write-to-read ms median / p99 / worst',
    'worst ms behind at a tick',
    'backlog MB first / last quarter',
    'CPU',
    'peak RSS MiB',
  ];
  printTable(head, rows);
};

/** Share of one core that the whole program takes while its dashboard is open and little happens. */
export const benchIdle = async (): Promise<void> => {
  console.log(`idle: the dashboard over ${SECONDS} s`);
  const rows: string[][] = [];
  for (const rate of [0, 100]) {
    await withLog(async (log) => {
      const terminal = await openDashboard(log);
      const pid = terminal.pid();
      await settled(pid);
      const before = cpuSeconds(pid) ?? 0;
      const startedAt = performance.now();
      if (rate === 0) await pause(SECONDS * 1000);
      else await append(log, rate, SECONDS);
      const elapsed = (performance.now() - startedAt) / 1000;
      rows.push([`${rate} lines/s`, inPercent(((cpuSeconds(pid) ?? 0) - before) / elapsed)]);
      terminal.type('q');
      await terminal.ended;
    });
  }
  printTable(['', 'CPU'], rows);
};
