import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built program. */
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: npm run build comes first');

/** A zone that is neither UTC nor a whole number of hours from it: what leaks local time shows. */
export const ODD_ZONE = 'America/St_Johns';

export interface ProgramOptions {
  cwd?: string;
  /** added to an otherwise bare environment */
  env?: Record<string, string>;
}

/** How a program ended. */
export interface Ending {
  stdout: string;
  stderr: string;
  /** null when a signal killed it */
  exit: number | null;
}

/** The environment that every program under test gets. */
export const bareEnv = (): Record<string, string> => ({ PATH: process.env['PATH'] ?? '', TZ: ODD_ZONE });

/** Starts the built program with pipes for its three streams. */
export const startProgram = (
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: ProgramOptions = {},
): ChildProcessWithoutNullStreams => spawn(process.execPath, [MAIN, ...args], { cwd, env: { ...bareEnv(), ...env } });

/** Waits for the end of a program whose streams nobody has read from yet. */
export const ending = async (program: ChildProcessWithoutNullStreams): Promise<Ending> => {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  program.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  program.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const exit = await new Promise<number | null>((resolve, reject) => {
    program.once('error', reject).once('close', resolve);
  });
  return { stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString(), exit };
};

/** Runs the built program to its end. Without `stdin` it gets an empty one. */
export const runProgram = (
  args: readonly string[],
  options: ProgramOptions & { stdin?: string | Buffer } = {},
): Promise<Ending> => {
  const program = startProgram(args, options);
  // A program that does not read its stdin may be gone before it was written.
  program.stdin.on('error', () => undefined);
  program.stdin.end(options.stdin ?? '');
  return ending(program);
};
