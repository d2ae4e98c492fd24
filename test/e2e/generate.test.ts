import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareEnv, ending, MAIN, runProgram, startProgram } from '../support/program.js';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-generate-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const FULL = 'cannot be written: no space is left on the disk (ENOSPC)';

describe('generate', () => {
  it('writes the same bytes to a file and to a pipe, whatever the zone', async () => {
    const args = ['generate', '--lines', '3000', '--seed', '5', '--hostile', '0.1', '--surge', '--error-burst', '--disorder', '9'];
    const path = join(directory, 'made.log');
    const [piped, filed] = [await runProgram(args), await runProgram([...args, '-o', path], { env: { TZ: 'Asia/Tokyo' } })];
    expect([piped.exit, filed]).toEqual([0, { stdout: '', stderr: '', exit: 0 }]);
    expect(piped.stdout.split('\n')).toHaveLength(3001);
    expect(readFileSync(path, 'utf8')).toBe(piped.stdout);
  });

  it('is read by the monitor without a line rejected', async () => {
    const { stdout } = await runProgram(['generate', '-n', '500', '--hostile', '50%']);
    const report = await runProgram(['--once', '--output', 'json', '--fail-on', 'rejected>0', '--fail-on', 'hits<500', '-'], { stdin: stdout });
    expect(report.exit).toBe(0);
  });

  it('has as many bytes as fit', async () => {
    const path = join(directory, 'sized.log');
    await runProgram(['generate', '--bytes', '1M', '--output', path]);
    const { size } = statSync(path);
    expect(size).toBeLessThanOrEqual(2 ** 20);
    expect(size).toBeGreaterThan(2 ** 20 - 4096);
  });

  it('is over at once when its reader goes away', async () => {
    const program = startProgram(['generate', '--bytes', '1000G']);
    program.stdin.on('error', () => undefined);
    await once(program.stdout, 'data');
    program.stdout.destroy();
    const [exit] = (await once(program, 'close')) as [number | null];
    expect(exit).toBe(0);
  });

  it.skipIf(!existsSync('/dev/full'))('ends with 1 when the disk is full', async () => {
    const named = await runProgram(['generate', '-o', '/dev/full']);
    expect(named).toEqual({ stdout: '', stderr: `access-log-monitor: /dev/full: ${FULL}\n`, exit: 1 });
    const full = openSync('/dev/full', 'w');
    const program = spawn(process.execPath, [MAIN, 'generate'], { stdio: ['ignore', full, 'pipe'], env: bareEnv() });
    closeSync(full);
    const message = String((await once(program.stderr!, 'data'))[0]);
    const [exit] = (await once(program, 'close')) as [number | null];
    expect([message, exit]).toEqual([`access-log-monitor: stdout: ${FULL}\n`, 1]);
  });

  it('says why a file cannot be opened', async () => {
    const path = join(directory, 'missing', 'x.log');
    expect(await runProgram(['generate', '-o', path])).toEqual({ stdout: '', stderr: `access-log-monitor: ${path}: cannot be written: there is no such directory (ENOENT)\n`, exit: 1 });
  });

  it('ends by itself after --duration, with all lines', async () => {
    const { stdout, exit } = await runProgram(['generate', '--rate', '500', '--duration', '0.4', '--format', '$msec $request']);
    const times = stdout.trimEnd().split('\n').map((line) => Number(line.split(' ')[0]));
    expect([times.length, exit]).toEqual([200, 0]);
    expect(times.at(-1)! - times[0]!).toBeCloseTo(0.398, 2);
  });

  it.each([
    [['--rate', '100'], 0],
    [['--bytes', '1000G'], 143],
  ])('%j ends at SIGTERM with a whole line', async (args, code) => {
    const program = startProgram(['generate', ...args]);
    const first = once(program.stdout, 'readable');
    const ended = ending(program);
    await first;
    program.kill('SIGTERM');
    const { stdout, stderr, exit } = await ended;
    expect([stdout.at(-1), stderr, exit]).toEqual(['\n', '', code]);
  });
});
