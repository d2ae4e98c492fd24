import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram } from './program.js';

/** The account of lines, as each JSON report and the summary have it. */
export interface Told {
  type: string;
  event?: string;
  state?: string;
  id?: number;
  hits?: number;
  lines?: { read: number };
  alerts?: { id: number; resolvedAt: string | null }[];
}

/** A monitor that follows logs with JSON on stdout. */
export interface KeptRun {
  readonly program: ChildProcessWithoutNullStreams;
  /** what it has told so far */
  told(): Told[];
  /** what it has said to people so far */
  said(): string;
  /** Waits until something holds; fails when the program is gone, or after 20 s. */
  until(what: string, holds: () => boolean): Promise<void>;
  /** Sends a signal and waits for the end; gives the exit code, null when the signal killed it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts the built program, and resolves when it follows. Its reports come each second. */
export const startKeptRun = async (args: readonly string[], cwd: string): Promise<KeptRun> => {
  const program = startProgram(['--headless', '--output', 'json', '--report-interval', '1', ...args], { cwd });
  let out = '';
  let err = '';
  program.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  program.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const closed = once(program, 'close');
  let exit: number | null | undefined;
  void closed.then(([code]: unknown[]) => {
    exit = code as number | null;
  });

  const run: KeptRun = {
    program,
    told: () => out.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Told),
    said: () => err,
    until: async (what, holds) => {
      for (let tries = 0; !holds(); tries += 1) {
        if (exit !== undefined || tries === 800) throw new Error(`waited in vain for ${what}:\n${out}\n${err}`);
        await sleep(25);
      }
    },
    end: async (signal) => {
      program.kill(signal);
      const [code] = (await closed) as [number | null];
      return code;
    },
  };
  await run.until('its start', () => err.includes('Monitoring started') || exit !== undefined);
  return run;
};
