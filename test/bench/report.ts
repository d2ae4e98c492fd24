import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, statSync } from 'node:fs';
import { dataSet, SHORT, USUAL } from './data-set.js';
import { measuredRun } from './measured-run.js';
import { JSON_LINES } from './notations.js';
import { atLeast, atMost, printRuns, printTargets, runInTurns, wallRatio } from './reader.js';
import type { Reader, Target } from './reader.js';
import { benchFile, benchSource, PROGRAM, ROOT } from './repository.js';
import { asCount } from './result-table.js';

const RUNS = Number(process.env['BENCH_RUNS'] ?? 3);

const GOACCESS = 'GoAccess';
const ALL = 'report traffic, all panels';
const GROUPS = 'report --panels status,sections';
const DUCKDB = "DuckDB's CSV reader, 2 threads";

/** What GoAccess 1.11 with two jobs takes beside 1.7, as it was measured once. */
const NEWER_GOACCESS = 45 / 209;

const report = (log: string, ...args: string[]): [string, ...string[]] => [process.execPath, PROGRAM, 'report', 'traffic', '--output', 'json', '--workers', '2', ...args, log];

const has = (command: string): boolean => {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const lineCount = (stdout: string): string => `lines ${(JSON.parse(stdout) as { totals: { hits: number } }).totals.hits}`;

const groupsOf = (stdout: string): string => {
  const { totals, panels } = JSON.parse(stdout) as { totals: { hits: number; errors: number }; panels: Record<string, unknown[]> };
  return `lines ${totals.hits}, errors ${totals.errors}, sections ${panels['sections']?.length}, statuses ${panels['status']?.length}`;
};

/** All panels, beside GoAccess. */
const benchPanels = async (log: string): Promise<Target[]> => {
  const goaccess: Reader = {
    name: GOACCESS,
    command: ['goaccess', log, '--log-format=COMBINED', '-o', 'json', '--no-global-config', '--no-progress'],
    tells: (stdout) => `lines ${(JSON.parse(stdout) as { general: { valid_requests: number } }).general.valid_requests}`,
    runs: 1,
  };
  const readers: Reader[] = [{ name: ALL, command: report(log), tells: lineCount }, ...(has('goaccess') ? [goaccess] : [])];
  const runs = await runInTurns(readers, RUNS);
  printRuns(runs, ALL, USUAL.lines);
  if (!runs.has(GOACCESS)) {
    console.log('goaccess is not installed: nothing to compare with');
    return [];
  }
  const ratio = wallRatio(runs, GOACCESS, ALL);
  return [atLeast(`${GOACCESS} beside ours`, ratio, 60), atLeast('what its version 1.11 with two jobs would take', ratio * NEWER_GOACCESS, 12)];
};

/** Two panels, beside what groups by the same two. */
const benchGroups = async (log: string): Promise<Target[]> => {
  const duckdb: Reader = { name: DUCKDB, command: [process.execPath, benchFile('duckdb-groups.js'), log, '2'], tells: (stdout) => stdout.trim() };
  const hasDuckdb = existsSync(`${ROOT}test/bench/node_modules/@duckdb/node-api`);
  const runs = await runInTurns(
    [
      { name: GROUPS, command: report(log, '--panels', 'status,sections', '--top', '1000'), tells: groupsOf },
      ...(hasDuckdb ? [duckdb] : []),
      { name: 'mawk', command: ['mawk', '-f', benchSource('status-sections.awk'), log], tells: (stdout) => stdout.trim() },
      { name: 'wc -l', command: ['wc', '-l', log] },
    ],
    RUNS,
  );
  printRuns(runs, GROUPS, USUAL.lines);
  const ratio = (name: string): number => wallRatio(runs, name, GROUPS);
  if (!hasDuckdb) console.log('DuckDB is not installed (npm ci --prefix test/bench): nothing to compare with');
  return [...(hasDuckdb ? [atLeast(`${DUCKDB} beside ours`, ratio(DUCKDB), 2)] : []), atLeast('mawk beside ours', ratio('mawk'), 4), atMost('ours beside wc -l', 1 / ratio('wc -l'), 12)];
};

/** A compressed log, beside what only decompresses it. */
const benchGzip = async (log: string): Promise<Target[]> => {
  const packed = `${log}.gz`;
  if (!existsSync(packed)) {
    console.log(`making ${packed}`);
    execFileSync('sh', ['-c', 'gzip -6 -c "$0" > "$1"', log, `${packed}.unfinished`]);
    renameSync(`${packed}.unfinished`, packed);
  }
  const ours = 'report traffic of a .gz';
  const runs = await runInTurns([{ name: ours, command: report(packed) }, { name: 'gzip -dc', command: ['gzip', '-dc', packed] }], RUNS);
  printRuns(runs, ours, USUAL.lines);
  return [atMost('a .gz beside gzip -dc', 1 / wallRatio(runs, 'gzip -dc', ours), 1)];
};

/** The same requests as JSON, in lines about as long. */
const benchJson = async (): Promise<Target[]> => {
  const combined = dataSet(SHORT);
  const json = dataSet(SHORT, JSON_LINES);
  const runs = await runInTurns([{ name: 'Combined', command: report(combined, '--workers', '1') }, { name: 'JSON lines', command: report(json, '--workers', '1') }], RUNS);
  printRuns(runs, 'Combined', SHORT.lines);
  const perByte = (wallRatio(runs, 'JSON lines', 'Combined') * statSync(combined).size) / statSync(json).size;
  return [atMost('JSON lines beside Combined, for each byte', perByte, 2.5)];
};

/** `report traffic` over one warm file, beside others that do as much or less. */
export const benchReport = async (): Promise<void> => {
  const log = dataSet(USUAL);
  console.log(`report: ${asCount(USUAL.lines)} lines, ${asCount(statSync(log).size / 1e6)} MB, median of ${RUNS} runs in turns`);
  await measuredRun(['cat', log], 'dropped');
  const targets: Target[] = [];
  for (const part of [() => benchGroups(log), () => benchGzip(log), benchJson, () => benchPanels(log)]) {
    targets.push(...(await part()));
    console.log();
  }
  printTargets(targets);
};
