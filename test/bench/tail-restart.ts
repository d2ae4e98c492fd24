import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cell, compare, settled, startReader, times, withLog } from './fault-runs.js';
import type { Command, Outcome } from './fault-runs.js';
import type { FaultyLog } from './faults.js';
import { PROGRAM } from './repository.js';

const LINES = 100;

/** Milliseconds after which a checkpoint has been written. */
const CHECKPOINT = 7000;

/** The reader is killed; lines are written, the log is rotated, lines are written; it is started again. */
const whileAway = (log: FaultyLog): void => {
  log.write(LINES);
  log.rename('1');
  log.reopen();
  log.write(LINES);
};

const restartTail = (): Promise<Outcome> =>
  withLog(async (log) => {
    log.write(LINES);
    const first = startReader(['tail', '-n', '+1', '-F', log.path]);
    await settled(log, first);
    await first.end();
    whileAway(log);
    const second = startReader(['tail', '-n', '0', '-F', log.path]);
    await pause(500);
    log.write(LINES);
    await settled(log, second);
    await second.end();
    return compare(log.written, first.output + second.output);
  });

/** The program tells how many lines it has read, over both runs. */
const restartProgram = (): Promise<Outcome> =>
  withLog(async (log) => {
    const options = ['--headless', '--output', 'json', '--from-start', '--state', join(log.directory, 'state')];
    const command: Command = [process.execPath, PROGRAM, ...options, log.path];
    log.write(LINES);
    const first = startReader(command);
    await pause(CHECKPOINT);
    await first.end();
    whileAway(log);
    const second = startReader([...command, '--duration', '3']);
    await pause(1500);
    log.write(LINES);
    await second.ended;
    const { lines } = JSON.parse(second.output.trimEnd().split('\n').at(-1) ?? '') as { lines: { read: number } };
    const lost = Math.max(0, log.written - lines.read);
    const doubled = Math.max(0, lines.read - log.written);
    return { written: log.written, lost, doubled, spliced: 0, bad: lost + doubled > 0 ? 1 : 0 };
  });

/** A row of the table: what a restart loses. */
export const restartRow = async (): Promise<string[]> => {
  const tail = cell(await times(restartTail));
  const ours = cell(await times(restartProgram));
  return ['killed; lines and a rotation meanwhile; started again', tail, `${ours} (with \`--state\`)`];
};
