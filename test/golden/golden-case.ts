import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../support/program.js';
import type { Ending } from '../support/program.js';

/**
 * A case is a folder in `cases/`, in which the built program is run:
 *
 *     args     one argument a line
 *     env      NAME=value lines, if any
 *     stdin    what is piped in, if anything
 *     stdout   what it must print; no file means nothing
 *     stderr   likewise
 *     exit     its exit code; no file means 0
 *
 * All other files are input. `<now>` in the expected texts stands for an instant of the run itself.
 */
export interface GoldenCase {
  name: string;
  directory: string;
}

const CASES = fileURLToPath(new URL('cases', import.meta.url));

export const listGoldenCases = (): GoldenCase[] =>
  readdirSync(CASES)
    .sort()
    .map((name) => ({ name, directory: join(CASES, name) }));

const read = ({ directory }: GoldenCase, file: string): string | null => {
  const path = join(directory, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
};

const readLines = (golden: GoldenCase, file: string): string[] => {
  const text = read(golden, file)?.replace(/\n$/, '') ?? '';
  return text === '' ? [] : text.split('\n');
};

const readEnv = (golden: GoldenCase): Record<string, string> =>
  Object.fromEntries(readLines(golden, 'env').map((line) => [line.replace(/=.*/, ''), line.replace(/^[^=]*=/, '')]));

const INSTANT = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{3})?(?:\+00:00|Z)/g;

/** Instants of the machine's clock between `from` and `to` become `<now>`; those of the log's clock stay. */
const hideNow = (text: string, from: number, to: number): string =>
  text.replace(INSTANT, (instant) => {
    const at = Date.parse(instant.replace(' ', 'T'));
    return at >= from - 2000 && at <= to + 2000 ? '<now>' : instant;
  });

/** Runs the case; what it printed, with the instants of the run hidden. */
export const runGoldenCase = async (golden: GoldenCase): Promise<Ending> => {
  const from = Date.now();
  const ending = await runProgram(readLines(golden, 'args'), {
    cwd: golden.directory,
    env: readEnv(golden),
    stdin: read(golden, 'stdin') ?? '',
  });
  const to = Date.now();
  return { ...ending, stdout: hideNow(ending.stdout, from, to), stderr: hideNow(ending.stderr, from, to) };
};

/** What the case must print. */
export const readExpected = (golden: GoldenCase): Ending => ({
  stdout: read(golden, 'stdout') ?? '',
  stderr: read(golden, 'stderr') ?? '',
  exit: Number(read(golden, 'exit') ?? 0),
});

/** Makes what the case printed the thing that it must print. */
export const writeExpected = ({ directory }: GoldenCase, { stdout, stderr, exit }: Ending): void => {
  const files = { stdout, stderr, exit: exit === 0 ? '' : `${exit ?? 'killed'}\n` };
  for (const [file, text] of Object.entries(files)) {
    if (text === '') rmSync(join(directory, file), { force: true });
    else writeFileSync(join(directory, file), text);
  }
};
