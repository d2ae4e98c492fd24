import { appendFileSync, existsSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareEnv, ending, MAIN, runProgram, startProgram } from '../support/program.js';

const line = (second: number, status = 200): string => {
  const clock = new Date(Date.UTC(2024, 4, 1) + second * 1000).toISOString().slice(11, 19);
  return `192.0.2.1 - - [01/May/2024:${clock} +0000] "GET /food/pizza HTTP/1.1" ${status} 512\n`;
};

let directory = '';
/** a log whose reports by the second fill more than a pipe */
let long = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-process-'));
  long = join(directory, 'long.log');
  writeFileSync(long, Array.from({ length: 3000 }, (_, second) => line(second, second % 7 === 0 ? 500 : 200)).join(''));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Waits until a stream has said something. */
const said = async (stream: NodeJS.ReadableStream, what: string): Promise<void> => {
  let text = '';
  while (!text.includes(what)) text += String((await once(stream, 'data'))[0]);
};

describe('the program', () => {
  it('tells its version', async () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(await runProgram(['--version'])).toEqual({ stdout: `${manifest.version}\n`, stderr: '', exit: 0 });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends in order at %s, and prints the last report', async (signal) => {
    const path = join(directory, `${signal}.log`);
    writeFileSync(path, line(0));
    const program = startProgram(['--headless', '--report-interval=3600', path]);
    const ended = ending(program);
    await said(program.stdout, 'Monitoring started');
    appendFileSync(path, line(1) + line(2));
    program.kill(signal);
    const { stdout, stderr, exit } = await ended;
    expect(stdout).toMatch(/Total hits +: 2\n[^]*Shut down/);
    expect(stderr).toBe('');
    expect(exit).toBe(0);
  });

  it.each([
    ['is told, and waited for', ['--headless', '--duration=1'], 0],
    ['is a mistake with --once', ['--once'], 2],
  ] as const)('goes on with symbolic links in a circle as with a file that may not be read: it %s', async (_, args, expected) => {
    const path = join(mkdtempSync(join(directory, 'circle-')), 'circle.log');
    symlinkSync(path, path);
    const { stdout, stderr, exit } = await runProgram([...args, path]);
    expect(stdout + stderr).toContain('its symbolic links go round in a circle (ELOOP)');
    expect(exit).toBe(expected);
  });

  it('judges its gates however it was ended', async () => {
    const path = join(directory, 'gate.log');
    writeFileSync(path, '');
    const program = startProgram(['--headless', '--fail-on', 'hits<1', path]);
    const ended = ending(program);
    await said(program.stdout, 'Monitoring started');
    program.kill('SIGTERM');
    const { stderr, exit } = await ended;
    expect(stderr).toContain('hits<1');
    expect(exit).toBe(1);
  });

  it('waits for a slow reader: not one line is lost', async () => {
    const program = startProgram(['--once', '--output=json', '--report-interval=1', long]);
    await once(program.stdout, 'readable');
    await sleep(300);
    const { stdout, exit } = await ending(program);
    const objects = stdout.trimEnd().split('\n').map((text) => JSON.parse(text) as { type: string });
    expect(objects.filter(({ type }) => type === 'report')).toHaveLength(3000);
    expect(objects.at(-1)).toMatchObject({ type: 'summary', hits: 3000, exitCode: 0 });
    expect(exit).toBe(0);
  });

  it('ends at once at a second signal', async () => {
    const program = startProgram(['--once', '--output=json', '--report-interval=1', long]);
    const exited = once(program, 'exit');
    await once(program.stdout, 'readable');
    // Nobody reads on, so it cannot end in order.
    while (program.exitCode === null && program.signalCode === null) {
      program.kill('SIGTERM');
      await sleep(50);
    }
    expect(await exited).toEqual([130, null]);
  });

  it('takes a reader that went away for a normal end, even when a gate is hit', async () => {
    const program = startProgram(['--once', '--output=json', '--report-interval=1', '--fail-on', 'hits>0', long]);
    const exited = once(program, 'exit');
    await once(program.stdout, 'readable');
    program.stdout.destroy();
    expect(await exited).toEqual([0, null]);
  });

  it.skipIf(!existsSync('/dev/full'))('says when its output cannot be written', async () => {
    const full = openSync('/dev/full', 'w');
    const program = spawn(process.execPath, [MAIN, '--once', long], { env: bareEnv(), stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    let stderr = '';
    program.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    expect(await once(program, 'close')).toEqual([2, null]);
    expect(stderr).toMatch(/^access-log-monitor: stdout: ENOSPC.*\n$/);
  });

  it('tells a mistake in one line without a stack', async () => {
    const { stdout, stderr, exit } = await runProgram(['--once', join(directory, 'absent.log')]);
    expect(stderr).toMatch(/^access-log-monitor: .*absent\.log/m);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).toBe('');
    expect(exit).toBe(2);
  });
});
