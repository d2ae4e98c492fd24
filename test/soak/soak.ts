import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '../../src/demo/random.js';
import { monotonic } from '../bench/backlog.js';
import { Checkpoints } from './checkpoints.js';
import type { Lived } from './monitor-lives.js';
import { MonitorLives } from './monitor-lives.js';
import type { SoakOptions } from './options.js';
import { ReadProof } from './read-proof.js';
import type { Summary } from './verdict.js';
import type { WriterEnd } from './writing.js';
import { Writing } from './writing.js';

/** All that a soak found. */
export interface Soaked {
  written: WriterEnd;
  /** null when the program had none */
  summary: Summary | null;
  lived: Lived;
  kills: number;
  stalls: number;
  checkpoints: Checkpoints;
  /** lines that were written between the last checkpoint before a kill and that kill: the most that may be told twice */
  toldTwiceAtMost: number;
}

/** How often the clock of the faults and the checkpoints are looked at, in ms. */
const LOOK_EVERY = 50;

/** The longest time that the program is stopped, or away after it was killed, in ms. */
const LONGEST_ABSENCE = 3000;

/** What happened, line by line, for people who look for a gap. */
const openJournal = (path: string): ((text: string) => void) => {
  const startedAt = monotonic();
  return (text) => {
    appendFileSync(path, `${((monotonic() - startedAt) / 1000).toFixed(3)} ${text}\n`);
  };
};

/**
 * Runs the writer and the program, with all the faults that were asked for, until the writer has written all.
 *
 * @param directory is there, and empty
 * @throws when the writer or the program ended by itself
 */
export const soak = async (options: SoakOptions, directory: string): Promise<Soaked> => {
  const random = createRandom(options.seed + 1);
  const logs = join(directory, 'logs');
  const state = join(directory, 'state');
  mkdirSync(logs);
  const paths = Array.from({ length: options.files }, (_, index) => join(logs, `site-${index}.log`));
  const withState = options.kill > 0;
  const note = openJournal(join(directory, 'journal'));

  const checkpoints = new Checkpoints(state, monotonic);
  const proof = new ReadProof(options.rate, monotonic);
  const lives = new MonitorLives([...paths, ...(withState ? ['--state', state] : [])], (lines) => {
    proof.reported(lines);
  }, note);
  const writing = new Writing({
    paths,
    linesPerSecond: options.rate,
    seconds: options.minutes * 60,
    rotateEvery: options.rotate,
    mode: options.mode,
    seed: options.seed,
  }, note);
  await writing.ready();
  await lives.start(paths.length);

  let linesAtCheckpoint = 0;
  const look = (): void => {
    const { count } = checkpoints;
    checkpoints.look();
    if (checkpoints.count > count) {
      linesAtCheckpoint = writing.lines;
      note(`checkpoint at about line ${writing.lines}`);
    }
    proof.checkpointed(withState ? checkpoints.last : Infinity);
    writing.order({ safeBefore: proof.safeBefore });
  };
  const dueAfter = (every: number): number => (every === 0 ? Infinity : monotonic() + every * 1000 * (0.5 + random()));

  let killAt = dueAfter(options.kill);
  let stallAt = dueAfter(options.stall);
  let kills = 0;
  let stalls = 0;
  let toldTwiceAtMost = 0;
  const kill = async (): Promise<void> => {
    kills += 1;
    await lives.kill();
    look();
    toldTwiceAtMost += writing.lines - linesAtCheckpoint;
    await pause(random() < 0.5 ? 0 : LONGEST_ABSENCE * random());
    await lives.start(0);
    proof.interrupted();
    checkpoints.interrupted();
    killAt = dueAfter(options.kill);
  };
  const stall = async (): Promise<void> => {
    stalls += 1;
    await lives.stall(LONGEST_ABSENCE * random());
    proof.interrupted();
    checkpoints.interrupted();
    stallAt = dueAfter(options.stall);
  };

  while (!writing.isOver && lives.isAlive) {
    look();
    if (monotonic() >= killAt && checkpoints.count > 0) await kill();
    if (monotonic() >= stallAt) await stall();
    await pause(LOOK_EVERY);
  }
  if (!lives.isAlive) {
    writing.stop();
    throw new Error(`the program ended while it was to follow:\n${lives.lived.remarks.join('\n')}`);
  }
  const written = await writing.end();
  const summary = await lives.stop();
  return { written, summary, lived: lives.lived, kills, stalls, checkpoints, toldTwiceAtMost };
};
