import { appendFileSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ending, startProgram } from '../support/program.js';

const line = (n: number): string => `192.0.2.1 - - [01/May/2024:00:00:00 +0000] "GET /food/${String(n)} HTTP/1.1" 200 ${String(n)}\n`;

const lines = (count: number): string => Array.from({ length: count }, (_, n) => line(n)).join('');

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
};

const folder = (): ((name: string) => string) => {
  const directory = mkdtempSync(join(tmpdir(), 'alm-stalls-'));
  onTestFinished(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return (name) => join(directory, name);
};

/** Whether the process has the file open. */
const holds = (pid: number, path: string): boolean => {
  const wanted = statSync(path);
  return readdirSync(`/proc/${String(pid)}/fd`).some((descriptor) => {
    try {
      if (readlinkSync(`/proc/${String(pid)}/fd/${descriptor}`) !== path) return false;
    } catch {
      return false;
    }
    return statSync(`/proc/${String(pid)}/fd/${descriptor}`).ino === wanted.ino;
  });
};

const stateOf = (pid: number): string => /^State:\s+(\w)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? '';
const residentKiB = (pid: number): number => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]);

const objectsOf = (stdout: string) => stdout.trimEnd().split('\n').map((text) => JSON.parse(text) as { type: string; hits: number; bytes: number; to: string });

const started = async (program: ChildProcessWithoutNullStreams): Promise<number> => {
  let stderr = '';
  program.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await until(() => stderr.includes('Monitoring started'));
  return program.pid!;
};

const JSON_ARGS = ['--headless', '--output=json', '--report-interval=1'];

describe.skipIf(process.platform !== 'linux')('a monitor that stands still', () => {
  it('goes on where it was when it was stopped and continued: rotated, truncated and new files too', async () => {
    const at = folder();
    writeFileSync(at('a.log'), '');
    const program = startProgram([...JSON_ARGS, at('a.log*')]);
    const pid = await started(program);
    appendFileSync(at('a.log'), lines(10));
    await until(() => holds(pid, at('a.log')));
    program.kill('SIGSTOP');
    await until(() => stateOf(pid) === 'T');
    appendFileSync(at('a.log'), lines(20_000));
    renameSync(at('a.log'), at('old'));
    writeFileSync(at('a.log'), lines(300));
    writeFileSync(at('a.log.new'), lines(5));
    await new Promise((resolve) => setTimeout(resolve, 2500)); // ticks are missed: they must be made up for
    program.kill('SIGCONT');
    await until(() => holds(pid, at('a.log.new')));
    program.kill('SIGTERM');
    const objects = objectsOf((await ending(program)).stdout);
    expect(objects.at(-1)).toMatchObject({ type: 'summary', hits: 20_315 });
    const reports = objects.filter(({ type }) => type === 'report');
    expect(reports.reduce((sum, { hits }) => sum + hits, 0)).toBe(20_315);
    const seconds = reports.map(({ to }) => Math.ceil(Date.parse(to) / 1000));
    expect(seconds.slice(1).every((second, n) => second - seconds[n]! <= 1)).toBe(true);
  });

  it('counts on while nobody reads what it says, in little memory, and tells it all in the end', async () => {
    const at = folder();
    const names = Array.from({ length: 400 }, (_, n) => at(`${'long-name-'.repeat(15)}${String(n)}.log`));
    for (const name of names) writeFileSync(name, '');
    const program = startProgram([...JSON_ARGS, at('*.log')]);
    const pid = await started(program);
    const before = residentKiB(pid);
    // Each report names all files: after the first ones the pipe is full.
    for (let round = 0; round < 4; round += 1) {
      for (const name of names) appendFileSync(name, lines(25));
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    expect(residentKiB(pid) - before).toBeLessThan(150 * 1024);
    program.kill('SIGTERM');
    const objects = objectsOf((await ending(program)).stdout);
    expect(objects.at(-1)).toMatchObject({ type: 'summary', hits: 40_000 });
    expect(objects.filter(({ type }) => type === 'report').reduce((sum, { hits }) => sum + hits, 0)).toBe(40_000);
  });
});
