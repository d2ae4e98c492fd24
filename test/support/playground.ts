import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bareEnv, MAIN } from './program.js';
import type { Ending } from './program.js';
import { readFiles } from './readme.js';

/**
 * A folder in which commands of the README can be run: sample logs at the places that it names, the files that it shows, the program on the path
 * under both its names, and an `npm` whose `npm start -- ...` runs what is built already.
 */
export interface Playground {
  /**
   * Runs a command with `sh`. A monitor that goes on until it is stopped, or replays at a pace, gets its SIGTERM as soon as
   * it says that it has started; `report --tail` as soon as it has reported.
   */
  run(command: string): Promise<Ending>;
  close(): void;
}

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../sample-logs', import.meta.url));

/** Where logs stand in the README, and the sample for each. Absolute ones are looked for below the playground. */
const LOGS: Readonly<Record<string, string>> = {
  'access.log': 'combined.log',
  'access.log.1': 'combined.log',
  'access.csv': 'requests.csv',
  '/var/log/nginx/access.log': 'combined.log',
  '/var/log/nginx/access.log.1': 'combined.log',
  '/var/log/apache2/access.log': 'combined.log',
  '/var/log/apache2/other_vhosts_access.log': 'vhost-combined.log',
};

/** The monitor's last line before it goes on by itself. */
const STARTED = '[MONITOR] Monitoring started';

/** It goes on by itself, and has nothing more to say that a test would wait for. */
const hasStarted = (command: string, { stdout, stderr }: { stdout: string; stderr: string }): boolean =>
  command.includes('report --tail') ? stdout.endsWith('\n') : stdout.includes(STARTED) || stderr.includes(STARTED);

/** A finished log is read to its end, which comes soon unless the replay is paced. */
const endsSoon = (command: string): boolean => command.includes('--once') && !command.includes('--speed');

/** Sends SIGTERM to a process that may be gone already. */
const terminate = (pid: number): void => {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};

const writeTool = (directory: string, name: string, script: string): void => {
  const path = join(directory, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
};

/** Makes a playground. `close` it in the end. */
export const createPlayground = (): Playground => {
  const root = mkdtempSync(join(tmpdir(), 'alm-playground-'));
  const tools = join(root, 'bin');
  const pids = join(root, 'pids');
  const home = join(root, 'home');
  for (const directory of [tools, pids, home]) mkdirSync(directory);
  cpSync(SAMPLES, join(home, 'sample-logs'), { recursive: true });
  for (const [path, sample] of Object.entries(LOGS)) {
    const target = join(path.startsWith('/') ? root : home, path);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(SAMPLES, sample), target);
    writeFileSync(`${target}.2.gz`, gzipSync(readFileSync(join(SAMPLES, sample))));
  }
  for (const [name, text] of readFiles(README, 'js')) writeFileSync(join(home, name), text);
  const program = `echo >"${pids}/$$"; exec '${process.execPath}' '${MAIN}' "$@"`;
  writeTool(tools, 'access-log-monitor', program);
  writeTool(tools, 'alm', program);
  writeTool(tools, 'npm', `[ "$1" = start ] || exit 99; shift; [ "$1" = -- ] && shift; ${program}`);

  return {
    run: (command) =>
      new Promise((resolve, reject) => {
        const env = { ...bareEnv(), PATH: `${tools}:${process.env['PATH'] ?? ''}`, HOME: home };
        const script = command.replaceAll('/var/log/', `${root}/var/log/`);
        const shell = spawn('sh', ['-c', script], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
        const texts = { stdout: '', stderr: '' };
        const listen = (name: 'stdout' | 'stderr') => (chunk: Buffer) => {
          texts[name] += chunk.toString();
          if (endsSoon(command) || !hasStarted(command, texts)) return;
          for (const pid of readdirSync(pids)) {
            rmSync(join(pids, pid));
            terminate(Number(pid));
          }
        };
        shell.stdout.on('data', listen('stdout'));
        shell.stderr.on('data', listen('stderr'));
        shell.once('error', reject).once('close', (exit) => {
          for (const pid of readdirSync(pids)) rmSync(join(pids, pid));
          resolve({ ...texts, exit });
        });
      }),
    close: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
};

/** Whether a tool is on this machine's path. */
export const hasTool = (name: string): boolean =>
  (process.env['PATH'] ?? '').split(':').some((directory) => existsSync(join(directory, name)));
