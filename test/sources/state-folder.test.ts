import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { realStateDisk } from '../../src/sources/state/state-disk.js';
import type { StateDisk } from '../../src/sources/state/state-disk.js';
import { openStateFolder, StateError } from '../../src/sources/state/state-folder.js';
import type { StateFolder, StateFolderOptions } from '../../src/sources/state/state-folder.js';
import { encodeState } from '../../src/sources/state/state-format.js';

interface Counter {
  count: number;
}

const parse = (value: unknown): Counter | null =>
  typeof value === 'object' && value !== null && 'count' in value && typeof value.count === 'number' ? { count: value.count } : null;

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-state-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const open = (options: Partial<StateFolderOptions<Counter>> = {}): Promise<StateFolder<Counter>> =>
  openStateFolder({
    directory,
    processes: { pid: process.pid, isRunning: () => true },
    now: () => Date.UTC(2026, 10, 21, 13, 48, 16),
    parse,
    ...options,
  });

const file = (name: string): string => join(directory, name);
const names = (): string[] => readdirSync(directory).sort();
const mode = (path: string): string => (lstatSync(path).mode & 0o777).toString(8);

/** What a promise was rejected with. */
const refusal = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
};

const fault = (code: string): Error => Object.assign(new Error(`${code}: a fault`), { code, syscall: 'write' });

describe('a state folder', () => {
  it('keeps a state from run to run', async () => {
    const first = await open();
    expect([first.found, first.damage]).toEqual([null, null]);
    await first.save({ count: 1 });
    await first.save({ count: 2 });
    first.close();
    const second = await open();
    expect([second.found, second.damage]).toEqual([{ count: 2 }, null]);
    second.close();
    expect(names()).toEqual(['state']);
  });

  it('is made when it is missing, and only its owner can read it and what is in it', async () => {
    directory = join(directory, 'var', 'alm');
    const folder = await open();
    await folder.save({ count: 1 });
    expect([mode(directory), mode(file('state')), mode(file('lock'))]).toEqual(['700', '600', '600']);
    folder.close();
  });

  it.each<[string, Buffer, RegExp]>([
    ['cut short', encodeState({ count: 7 }).subarray(0, -4), /cut short or changed/],
    ['changed', Buffer.from(encodeState({ count: 7 }).toString().replace('7', '8')), /cut short or changed/],
    ['of a later version', Buffer.from(encodeState({ count: 7 }).toString().replace(' 1 ', ' 9 ')), /version '9'/],
    ['whole, but no state', encodeState({ cuont: 7 }), /not what a state has/],
    ['empty', Buffer.alloc(0), /empty/],
  ])('sets aside a file that is %s, and begins without', async (_name, bytes, reason) => {
    writeFileSync(file('state'), bytes);
    const folder = await open();
    const aside = file('state.damaged-20261121T134816Z');
    expect(folder.found).toBeNull();
    expect(folder.damage).toMatch(reason);
    expect(folder.damage).toContain(`${file('state')} `);
    expect(folder.damage).toContain(aside);
    expect(readFileSync(aside)).toEqual(bytes);
    await folder.save({ count: 1 });
    folder.close();
    expect((await open()).found).toEqual({ count: 1 });
  });

  it('never writes over a file that was set aside before', async () => {
    for (const text of ['one', 'two', 'three']) {
      writeFileSync(file('state'), text);
      (await open()).close();
    }
    expect(names().map((name) => readFileSync(file(name), 'utf8'))).toEqual(['one', 'two', 'three']);
  });

  it('begins with the last state that was whole when the one after it was not finished', async () => {
    const first = await open();
    await first.save({ count: 1 });
    first.close();
    writeFileSync(file('state.new'), 'half of a sta');
    const second = await open();
    expect(second.found).toEqual({ count: 1 });
    await second.save({ count: 2 });
    second.close();
    expect(names()).toEqual(['state']);
  });

  it('does not write through a link that somebody put where it writes', async () => {
    writeFileSync(file('victim'), 'untouched');
    symlinkSync(file('victim'), file('state.new'));
    const folder = await open();
    await folder.save({ count: 1 });
    folder.close();
    expect(readFileSync(file('victim'), 'utf8')).toBe('untouched');
  });
});

describe('a fault while saving', () => {
  const steps: (keyof StateDisk)[] = ['create', 'rename', 'syncDirectory'];

  it.each(steps.flatMap((step) => ['ENOSPC', 'EACCES', 'EROFS', 'EIO'].map((code) => [code, step] as const)))(
    '%s at %s is told, leaves a whole state and nothing else, and is over when the disk is well again',
    async (code, step) => {
      let isIll = false;
      const disk: StateDisk = { ...realStateDisk };
      const well = realStateDisk[step].bind(realStateDisk) as (...args: unknown[]) => Promise<never>;
      const ill = async (...args: unknown[]): Promise<never> => {
        if (!isIll) return well(...args);
        // A full disk takes part of the bytes.
        if (step === 'create') writeFileSync(String(args[0]), 'half of a sta');
        throw fault(code);
      };
      Object.assign(disk, { [step]: ill });
      const folder = await open({ disk });
      await folder.save({ count: 1 });
      isIll = true;
      const error = await refusal(folder.save({ count: 2 }));
      expect(error).toBeInstanceOf(StateError);
      expect(String(error)).toContain(code);
      expect(names()).toEqual(['lock', 'state']);
      // A rename that was done before its directory could be synchronised is no worse than one that was not.
      expect(readFileSync(file('state'))).toEqual(encodeState({ count: step === 'syncDirectory' ? 2 : 1 }));
      isIll = false;
      await folder.save({ count: 3 });
      folder.close();
      expect((await open()).found).toEqual({ count: 3 });
    },
  );

  it('that is a folder which was removed is told, and the folder is made and claimed again', async () => {
    const folder = await open();
    await folder.save({ count: 1 });
    rmSync(directory, { recursive: true });
    expect(String(await refusal(folder.save({ count: 2 })))).toContain('the directory is gone');
    await folder.save({ count: 3 });
    expect([mode(directory), names()]).toEqual(['700', ['lock', 'state']]);
    folder.close();
    expect((await open()).found).toEqual({ count: 3 });
  });

  it('that is a folder which was removed, and has become that of another, stays one', async () => {
    const folder = await open({ processes: { pid: 4_000_001, isRunning: () => true } });
    rmSync(directory, { recursive: true });
    await refusal(folder.save({ count: 1 }));
    const other = await open({ processes: { pid: 4_000_002, isRunning: () => true } });
    await other.save({ count: 5 });
    expect(String(await refusal(folder.save({ count: 2 })))).toContain('in use by process 4000002');
    folder.close();
    other.close();
    expect((await open()).found).toEqual({ count: 5 });
  });

  it('that is none of the disk is a bug, and stays one', async () => {
    const folder = await open({ disk: { ...realStateDisk, rename: () => Promise.reject(new TypeError('a bug')) } });
    expect(await refusal(folder.save({ count: 1 }))).toBeInstanceOf(TypeError);
    folder.close();
  });
});

describe('a folder that cannot be used', () => {
  it.each<[string, string, () => string]>([
    ['is a file', 'EEXIST', () => {
      writeFileSync(file('state-dir'), '');
      return file('state-dir');
    }],
    ['is below a file', 'ENOTDIR', () => {
      writeFileSync(file('a'), '');
      return join(file('a'), 'b');
    }],
  ])('%s: it is a mistake of the user, who is told so', async (_name, code, make) => {
    const path = make();
    const error = await refusal(open({ directory: path }));
    expect(error).toMatchObject({ name: 'UserError', message: expect.stringContaining(`--state: '${path}' cannot be used`) as unknown });
    expect(String(error)).toContain(code);
  });

  it.skipIf(process.getuid?.() === 0)('may not be written', async () => {
    chmodSync(directory, 0o500);
    expect(await refusal(open())).toMatchObject({ name: 'UserError', message: expect.stringContaining('EACCES') as unknown });
    chmodSync(directory, 0o700);
  });

  it.each(['EACCES', 'EROFS', 'ENOSPC'])('answers %s', async (code) => {
    const disk: StateDisk = { ...realStateDisk, makeDirectory: () => Promise.reject(fault(code)) };
    expect(await refusal(open({ disk }))).toMatchObject({ name: 'UserError', message: expect.stringContaining(code) as unknown });
  });

  it('has a state that cannot be read: it is not taken for missing, and the folder is given back', async () => {
    mkdirSync(file('state'));
    expect(await refusal(open())).toMatchObject({ name: 'UserError', message: expect.stringContaining('EISDIR') as unknown });
    expect(existsSync(file('lock'))).toBe(false);
  });
});

describe('the claim to a folder', () => {
  const lockOf = (pid: number, began = ''): void => {
    writeFileSync(file('lock'), `${pid}\n${began}\n`);
  };
  const held = file;

  it('refuses a second process, and names the first', async () => {
    const first = await open({ processes: { pid: 4_000_001, isRunning: () => true } });
    const error = await refusal(open({ processes: { pid: 4_000_002, isRunning: (pid) => pid === 4_000_001 } }));
    expect(error).toMatchObject({ name: 'UserError', message: expect.stringContaining('process 4000001') as unknown });
    first.close();
    (await open({ processes: { pid: 4_000_002, isRunning: () => true } })).close();
  });

  it.each<[string, () => void, boolean]>([
    ['of a process that is gone', () => { lockOf(4_000_001); }, false],
    ['with our own number, as each process of a container has', () => { lockOf(process.pid, 'boot/1'); }, true],
    ['of a process whose number has been given to another one', () => { lockOf(process.ppid, 'another-boot/12'); }, true],
    ['that holds nothing, or nonsense', () => { writeFileSync(held('lock'), '-1\n'); }, true],
  ])('takes over a lock %s', async (_name, leave, isRunning) => {
    leave();
    const folder = await open({ processes: { pid: process.pid, isRunning: () => isRunning } });
    expect(readFileSync(file('lock'), 'utf8')).toMatch(new RegExp(`^${process.pid}\n`));
    folder.close();
    folder.close();
    expect(names()).toEqual([]);
  });

  describe('of containers that have the numbers of processes in common', () => {
    const inContainer = (host: string): Promise<StateFolder<Counter>> =>
      open({ processes: { pid: process.pid, isRunning: () => true, host } });
    const silentFor = (seconds: number): void => {
      const at = Date.now() / 1000 - seconds;
      utimesSync(file('lock'), at, at);
    };

    it('refuses the second one, and names the first', async () => {
      const first = await inContainer('one');
      expect(await refusal(inContainer('two'))).toMatchObject({ name: 'UserError', message: expect.stringContaining('on one') as unknown });
      first.close();
      (await inContainer('two')).close();
    });

    it('takes over what one left that gave no sign for long, and what an earlier run in the same one left', async () => {
      await inContainer('one');
      silentFor(20);
      (await inContainer('two')).close();
      lockOf(process.pid, 'boot/1\nthree');
      (await inContainer('three')).close();
      expect(names()).toEqual([]);
    });

    it('gives a sign again and again as long as it is held', async () => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      try {
        const first = await inContainer('one');
        silentFor(20);
        vi.advanceTimersByTime(6_000);
        expect(await refusal(inContainer('two'))).toMatchObject({ name: 'UserError' });
        first.close();
        expect(vi.getTimerCount()).toBe(0);
      } finally {
        vi.useRealTimers();
      }
    });
  });

  it('stands there whole from its first moment: many who come at once agree on one of them', async () => {
    const attempts = Array.from({ length: 20 }, (_, n) => open({ processes: { pid: 4_000_000 + n, isRunning: () => true } }));
    const results = await Promise.allSettled(attempts);
    const holders = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(holders).toHaveLength(1);
    holders[0]?.close();
    expect(names()).toEqual([]);
  });

  it('leaves a lock alone that has become that of another', async () => {
    const folder = await open();
    lockOf(4_000_001);
    folder.close();
    expect(names()).toEqual(['lock']);
  });
});
