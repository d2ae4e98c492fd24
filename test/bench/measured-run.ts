import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How often a running process is looked at, in milliseconds. */
const LOOK_EVERY = 5;

/** Clock ticks a second in /proc; the same on all Linux machines that Node runs on. */
const TICKS = 100;

/** What a whole process cost. CPU time is known to 10 ms. */
export interface Cost {
  wall: number;
  /** user + system time, in seconds */
  cpu: number;
  /** the most memory it had resident, in bytes */
  peak: number;
}

export interface Run extends Cost {
  stdout: string;
}

/** CPU seconds (user + system) that a process has used so far, as /proc has it; null when it is gone. */
export const cpuSeconds = (pid: number): number | null => {
  const stat = readProc(pid, 'stat');
  if (stat === null) return null;
  // The name in parentheses may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
};

/** The most memory that a process has had resident so far, in bytes; null when it is gone. */
export const peakMemory = (pid: number): number | null => {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readProc(pid, 'status') ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
};

const readProc = (pid: number, file: string): string | null => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return null;
  }
};

/** Where a process's output goes: kept as text, or to /dev/null. */
export type Output = 'kept' | 'dropped';

/** Runs a program to its end; fails when it exits with anything but 0. */
export const measuredRun = (command: readonly [string, ...string[]], output: Output): Promise<Run> =>
  new Promise((resolve, reject) => {
    const [program, ...args] = command;
    const startedAt = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', output === 'kept' ? 'pipe' : 'ignore', 'inherit'] });
    const cost = { cpu: 0, peak: 0 };
    const look = (): void => {
      if (child.pid === undefined) return;
      cost.cpu = cpuSeconds(child.pid) ?? cost.cpu;
      cost.peak = peakMemory(child.pid) ?? cost.peak;
    };
    const looking = setInterval(look, LOOK_EVERY);
    let stdout = '';
    let wall = 0;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.on('error', reject);
    child.on('exit', () => {
      wall = (performance.now() - startedAt) / 1000;
      clearInterval(looking);
    });
    child.on('close', (code, signal) => {
      if (code === 0) resolve({ ...cost, wall, stdout });
      else reject(new Error(`${command.join(' ')} ended with ${code ?? signal ?? 'nothing'}`));
    });
  });

/** The middle one; of an even number the lower of the two in the middle. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? NaN;

/** The value that the given share of all values does not exceed. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
};

/** The median of each cost. */
export const medianCost = (runs: readonly Cost[]): Cost => ({
  wall: median(runs.map(({ wall }) => wall)),
  cpu: median(runs.map(({ cpu }) => cpu)),
  peak: median(runs.map(({ peak }) => peak)),
});
