import { setTimeout as pause } from 'node:timers/promises';
import { compare, cell, RUNS, settled, startReader, times, withLog } from './fault-runs.js';
import type { Command, Outcome } from './fault-runs.js';
import type { Fault } from './faults.js';
import { FAULTS } from './faults.js';
import { benchFile } from './repository.js';
import { printTable } from './result-table.js';
import { restartRow } from './tail-restart.js';

/** Lines that are read before a fault begins, and that are written after it. */
const LINES = 100;

const READERS: readonly { name: string; command: (path: string) => Command }[] = [
  { name: 'tail -F', command: (path) => ['tail', '-n', '+1', '-F', path] },
  { name: 'this follower', command: (path) => [process.execPath, benchFile('follow-printer.js'), path] },
];

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

/** What `tail -F` and our follower make of the same faults. Needs GNU tail. */
export const benchTail = async (): Promise<void> => {
  console.log(`tail: lines lost, come twice or spliced, in ${RUNS} runs of each fault`);
  const rows: string[][] = [];
  for (const fault of FAULTS) {
    const cells: string[] = [];
    for (const { command } of READERS) cells.push(cell(await times(() => run(fault, command))));
    rows.push([fault.name, ...cells]);
  }
  rows.push(await restartRow());
  printTable(['what happens', ...READERS.map(({ name }) => name)], rows);
};
