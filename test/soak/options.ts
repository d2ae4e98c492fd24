import { parseArgs } from 'node:util';

/** How a soak is run. */
export interface SoakOptions {
  minutes: number;
  /** lines/s over all files */
  rate: number;
  /** seconds between two rotations of a file, on average; 0 is never */
  rotate: number;
  /** seconds between two `kill -9`, on average; 0 is never, and then no `--state` is given */
  kill: number;
  /** seconds between two stalls (SIGSTOP, up to 3 s, SIGCONT), on average; 0 is never */
  stall: number;
  mode: 'rename' | 'copytruncate' | 'mixed';
  files: number;
  seed: number;
  /** where the logs are written */
  directory: string;
}

export const USAGE = `npm run soak [-- OPTION...]

Writes numbered lines to logs that are rotated again and again, follows them with the built program, which is killed and
started again, and compares what was counted with what was written. Exits 1 when a line that is promised was lost or
counted twice.

--minutes N    how long is written (1)
--rate R       lines/s, over all files (50000)
--rotate S     seconds between two rotations of a file, on average; 0 is never (3)
--kill S       seconds between two kill -9, on average; 0 is never, and then without --state (20)
--stall S      seconds between two stalls (SIGSTOP ... SIGCONT), on average; 0 is never (15)
--mode M       rename, copytruncate or mixed (mixed)
--files N      how many logs (3)
--seed N       what is random is made from; a new one each time unless given
--directory D  where the logs are written; the system's temporary directory unless given`;

const MODES = ['rename', 'copytruncate', 'mixed'] as const;

/** @throws when an option is unknown, or no value of its kind */
export const parseSoakOptions = (args: readonly string[], seed: number, directory: string): SoakOptions => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: text,
      rate: text,
      rotate: text,
      kill: text,
      stall: text,
      mode: text,
      files: text,
      seed: text,
      directory: text,
    },
  });
  const number = (name: Exclude<keyof SoakOptions, 'mode' | 'directory'>, otherwise: number): number => {
    const value = values[name] === undefined ? otherwise : Number(values[name]);
    if (!(value >= 0)) throw new Error(`--${name}: '${values[name] ?? ''}' is not a number`);
    return value;
  };
  const mode = MODES.find((known) => known === (values.mode ?? 'mixed'));
  if (mode === undefined) throw new Error(`--mode: '${values.mode ?? ''}' is none of ${MODES.join(', ')}`);
  return {
    minutes: number('minutes', 1),
    rate: number('rate', 50_000),
    rotate: number('rotate', 3),
    kill: number('kill', 20),
    stall: number('stall', 15),
    mode,
    files: Math.max(1, number('files', 3)),
    seed: number('seed', seed),
    directory: values.directory ?? directory,
  };
};
