import { execFileSync } from 'node:child_process';
import { existsSync, readSync, openSync, closeSync, renameSync, statSync } from 'node:fs';
import { dataFile } from './data-set.js';
import { SLICE, SLICES } from '../../src/generate/connection-maker.js';
import { measuredRun, medianCost } from './measured-run.js';
import { atLeast, printRuns, printTargets, runInTurns, wallRatio } from './reader.js';
import { benchSource, PROGRAM } from './repository.js';
import { asCount, inSeconds } from './result-table.js';

const RUNS = Number(process.env['BENCH_RUNS'] ?? 3);
const FILES = 5;
/** What `generate --connections` makes when nothing else is said. */
const LINES = 12_000_000;
const START = 1_767_225_600;

const TO = 'Delta';
const FROM = 'alta';
const OURS = 'report connections';

const madeFile = (seed: number): string => {
  const path = dataFile(`connections-${String(seed)}.log`);
  if (existsSync(path)) return path;
  console.log(`making ${path}`);
  const start = new Date((START + (seed - 1) * SLICES * SLICE) * 1000).toISOString().replace('.000', '');
  execFileSync(process.execPath, [PROGRAM, 'generate', '--connections', '--seed', String(seed), '--start', start, '--output', `${path}.unfinished`]);
  renameSync(`${path}.unfinished`, path);
  return path;
};

/** The newest time: that of a second in the last slice, which lies in the file's last twelfth. */
const newestOf = (path: string): number => {
  const { size } = statSync(path);
  const tail = Buffer.alloc(Math.min(size, Math.ceil(size / 12)));
  const descriptor = openSync(path, 'r');
  readSync(descriptor, tail, 0, tail.length, size - tail.length);
  closeSync(descriptor);
  let newest = 0;
  for (let at = tail.indexOf(10) + 1; at > 0 && at < tail.length; at = tail.indexOf(10, at) + 1) newest = Math.max(newest, Number(tail.toString('latin1', at, at + 10)));
  return newest;
};

const told = (stdout: string): string => {
  const { connectedTo, receivedFrom, mostReceived } = JSON.parse(stdout) as {
    connectedTo: Record<string, string[]>;
    receivedFrom: Record<string, string[]>;
    mostReceived: { count: number };
  };
  return `to ${connectedTo[TO]?.length}, from ${receivedFrom[FROM]?.length}, most ${mostReceived.count}`;
};

const report = (files: readonly string[]): [string, ...string[]] => [
  process.execPath, PROGRAM, 'report', 'connections', '--output', 'json', '--workers', '2', '--to-host', TO, '--from-host', FROM, ...files,
];

/** `report connections` over one file beside mawk, which is told the window, and over five. */
export const benchReportConnections = async (): Promise<void> => {
  const files = Array.from({ length: FILES }, (_, index) => madeFile(index + 1));
  const [first = ''] = files;
  console.log(`connections: ${asCount(LINES)} lines, ${asCount(statSync(first).size / 1e6)} MB a file, median of ${RUNS} runs in turns`);
  for (const file of files) await measuredRun(['cat', file], 'dropped');
  const newest = newestOf(first);
  const window = ['-v', `SINCE=${String(newest - 3600)}`, '-v', `UNTIL=${String(newest)}`];
  const names = ['-v', `TO=${TO}`, '-v', `FROM=${FROM}`];
  const runs = await runInTurns(
    [
      { name: OURS, command: report([first]), tells: told },
      { name: 'mawk', command: ['mawk', ...window, ...names, '-f', benchSource('connections.awk'), first], tells: (stdout) => stdout.trim() },
    ],
    RUNS,
  );
  printRuns(runs, OURS, LINES);
  const all = await runInTurns([{ name: `${OURS}, ${String(FILES)} files`, command: report(files) }], RUNS);
  printRuns(all, `${OURS}, ${String(FILES)} files`, LINES * FILES);
  const { wall } = medianCost([...all.values()].flat());
  printTargets([atLeast('mawk beside ours', wallRatio(runs, 'mawk', OURS), 3), { says: `${String(FILES)} files: under 10 s`, value: `${inSeconds(wall)} s`, met: wall < 10 }]);
};
