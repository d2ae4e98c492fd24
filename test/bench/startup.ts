import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { combinedLine } from '../../src/demo/logged-request.js';
import { requestsAt } from '../../src/demo/site.js';
import { measuredRun, median } from './measured-run.js';
import { openPseudoTerminal } from './pseudo-terminal.js';
import { PROGRAM } from './repository.js';
import { asRatio, inMilliseconds, printTable } from './result-table.js';

const RUNS = 11;

/** On every dashboard, from its first frame on. */
export const FIRST_FRAME = /sections/i;

/** Seconds from the start of the process until its first frame stands on the screen. */
const firstFrame = async (log: string): Promise<number> => {
  const startedAt = performance.now();
  const terminal = openPseudoTerminal([process.execPath, PROGRAM, log]);
  const shownAt = await terminal.shows(FIRST_FRAME);
  terminal.type('q');
  await terminal.ended;
  return (shownAt - startedAt) / 1000;
};

const wall = async (...args: string[]): Promise<number> => (await measuredRun([process.execPath, ...args], 'dropped')).wall;

/** Time until something is to be seen, beside the time that Node itself needs. */
export const benchStartup = async (): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), 'access-log-monitor-startup-'));
  const log = join(directory, 'access.log');
  writeFileSync(log, requestsAt(10, 1_700_000_000, 7).map((logged) => `${combinedLine(logged)}\n`).join(''));
  const node: number[] = [];
  const help: number[] = [];
  const frame: number[] = [];
  try {
    for (let run = 0; run < RUNS; run += 1) {
      node.push(await wall('-e', '0'));
      help.push(await wall(PROGRAM, '--help'));
      frame.push(await firstFrame(log));
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
  console.log(`startup: median of ${RUNS} runs in turns`);
  const base = median(node);
  const row = (name: string, times: readonly number[]): string[] => [name, inMilliseconds(median(times)), asRatio(median(times) / base)];
  printTable(['', 'wall ms', 'ratio'], [row('node -e 0', node), row('--help', help), row('first dashboard frame', frame)]);
};
