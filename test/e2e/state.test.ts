import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeState } from '../../src/sources/state/state-format.js';
import { startKeptRun } from '../support/kept-run.js';
import type { KeptRun, Told } from '../support/kept-run.js';
import { runProgram } from '../support/program.js';

let directory = '';
let runs: KeptRun[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-kept-'));
  runs = [];
});
afterEach(() => {
  for (const { program } of runs) program.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

const file = (name: string): string => join(directory, name);

const start = async (...args: string[]): Promise<KeptRun> => {
  const run = await startKeptRun(args, directory);
  runs.push(run);
  return run;
};

const line = (path: string, at = new Date()): string => {
  const [, day = '', month = '', year = '', clock = ''] = /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString()) ?? [];
  return `192.0.2.1 - - [${day}/${month}/${year}:${clock} +0000] "GET ${path} HTTP/1.1" 200 10\n`;
};

const write = (name: string, from: number, to: number): void => {
  let text = '';
  for (let n = from; n < to; n += 1) text += line(`/s/${n}`);
  appendFileSync(file(name), text);
};

/** Lines of a run that its reports have told. */
const reported = (run: KeptRun): number =>
  run.told().reduce((sum, { type, lines }) => sum + (type === 'report' ? (lines?.read ?? 0) : 0), 0);

const summary = (run: KeptRun): Told => run.told().findLast(({ type }) => type === 'summary') ?? { type: 'none' };

const transitions = (run: KeptRun): string[] =>
  run.told().flatMap(({ type, state, id }) => (type === 'alert' ? [`#${String(id)} ${String(state)}`] : []));

/** Hits in the state that is on the disk now. */
const saved = (): number => {
  const decoded = existsSync(file('kept/state')) ? decodeState(readFileSync(file('kept/state'))) : null;
  return decoded?.kind === 'whole' ? (decoded.value as { monitor: { totals: { hits: number } } }).monitor.totals.hits : -1;
};

describe('a restart', () => {
  it('has the totals of the run before, and an alert goes on as the same one', async () => {
    writeFileSync(file('a.log'), '');
    const args = ['--state', 'kept', '--alert-threshold', '1', '--alert-window', '4', 'a.log'];
    const first = await start(...args);
    write('a.log', 0, 100);
    await first.until('the alert', () => transitions(first).length === 1);
    expect(await first.end('SIGTERM')).toBe(0);
    expect(transitions(first)).toEqual(['#1 triggered']);

    const second = await start(...args);
    await second.until('the end of the alert', () => transitions(second).length === 1);
    write('a.log', 100, 200);
    await second.until('the next alert', () => transitions(second).length === 2);
    expect(await second.end('SIGTERM')).toBe(0);
    expect(transitions(second)).toEqual(['#1 resolved', '#2 triggered']);
    expect(summary(second)).toMatchObject({ hits: 200, lines: { read: 200 }, alerts: [{ id: 1 }, { id: 2, resolvedAt: null }] });
    expect(reported(second)).toBe(100);
    expect(second.said()).toContain('State: going on from');
    expect(readdirSync(file('kept'))).toEqual(['state']);
  });

  it('says when the alert is judged by something else than before', async () => {
    writeFileSync(file('a.log'), '');
    await (await start('--state', 'kept', 'a.log')).end('SIGTERM');
    const second = await start('--state', 'kept', '-a', '2.5', '--alert-window', '60', 'a.log');
    expect(second.said()).toContain('State: the alert was judged by 10/s over 120 s; from now on by 2.5/s over 60 s');
  });

  it('sets aside a state that was cut short, says so, and begins without', async () => {
    writeFileSync(file('a.log'), '');
    const first = await start('--state', 'kept', 'a.log');
    write('a.log', 0, 10);
    await first.until('the lines', () => reported(first) === 10);
    await first.end('SIGTERM');
    const bytes = readFileSync(file('kept/state'));
    truncateSync(file('kept/state'), bytes.length - 10);

    const second = await start('--state', 'kept', 'a.log');
    expect(second.said()).toMatch(/kept\/state cannot be used: its checksum does not fit.* set aside as kept\/state\.damaged-\d{8}T\d{6}Z/);
    await second.end('SIGTERM');
    expect(summary(second)).toMatchObject({ hits: 0 });
    const [aside = ''] = readdirSync(file('kept')).filter((name) => name.startsWith('state.damaged-'));
    expect(readFileSync(file(`kept/${aside}`))).toEqual(bytes.subarray(0, -10));
  });

  it('has what stdin brought, and what comes now', async () => {
    const kept = ['--headless', '--output', 'json', '--state', file('kept'), '-'];
    await runProgram(kept, { stdin: line('/a') + line('/b') });
    const { stdout, exit } = await runProgram(kept, { stdin: line('/c') });
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ type: 'summary', hits: 3, lines: { read: 3 } });
    expect(exit).toBe(0);
  });
});

describe('a state', () => {
  it('is saved while lines come, so that a killed run leaves nearly all it counted', async () => {
    writeFileSync(file('a.log'), '');
    const first = await start('--state', 'kept', 'a.log');
    write('a.log', 0, 10);
    await first.until('a state with the lines', () => saved() === 10);
    expect(await first.end('SIGKILL')).toBeNull();
    const second = await start('--state', 'kept', 'a.log');
    await second.end('SIGTERM');
    expect(summary(second).hits).toBeGreaterThanOrEqual(10);
  });

  it('is kept by one process at a time, and its lock does not outlive a killed one', async () => {
    writeFileSync(file('a.log'), '');
    const first = await start('--state', 'kept', 'a.log');
    const refused = await runProgram(['--headless', '--state', 'kept', 'a.log'], { cwd: directory });
    expect(refused).toMatchObject({ stdout: '', exit: 2 });
    expect(refused.stderr).toContain(`--state: 'kept' is in use by process ${String(first.program.pid)}`);
    await first.end('SIGKILL');
    const second = await start('--state', 'kept', 'a.log');
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('cannot be kept where a file stands: that is told before anything is read', async () => {
    writeFileSync(file('kept'), '');
    const { stdout, stderr, exit } = await runProgram(['--headless', '--state', 'kept', 'a.log'], { cwd: directory });
    expect([stdout, exit]).toEqual(['', 2]);
    expect(stderr).toMatch(/^access-log-monitor: --state: 'kept' cannot be used: it is no directory \(EEXIST\)\n {2}name a directory/);
  });
});

/** Whether a small disk can be made: it takes a privilege. */
const canMount = ((): boolean => {
  const place = mkdtempSync(join(tmpdir(), 'alm-mount-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place]).status === 0;
  if (isMounted) spawnSync('umount', [place]);
  rmSync(place, { recursive: true, force: true });
  return isMounted;
})();

describe('a full disk', () => {
  it.skipIf(!canMount)('is told once, does not stop the reading, and is over when there is room again', async () => {
    mkdirSync(file('small'));
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', file('small')]);
    try {
      writeFileSync(file('a.log'), '');
      const run = await start('--state', 'small/kept', 'a.log');
      await run.until('the first state', () => existsSync(file('small/kept/state')));
      const before = readFileSync(file('small/kept/state'));
      spawnSync('sh', ['-c', 'cat /dev/zero >small/ballast'], { cwd: directory });
      write('a.log', 0, 1000);
      await run.until('the trouble', () => run.said().includes('no space is left on the disk (ENOSPC)'));
      expect(readFileSync(file('small/kept/state'))).toEqual(before);
      expect(readdirSync(file('small/kept')).sort()).toEqual(['lock', 'state']);
      write('a.log', 1000, 1100);
      await run.until('the lines', () => reported(run) === 1100);
      rmSync(file('small/ballast'));
      await run.until('the end of the trouble', () => run.said().includes('it can be saved again'));
      expect(run.said().split('cannot be saved')).toHaveLength(2);
      expect(await run.end('SIGTERM')).toBe(0);
    } finally {
      spawnSync('umount', [file('small')]);
    }
  });
});
