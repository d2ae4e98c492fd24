import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { followAll } from '../../src/sources/following/follow-all.js';
import type { FollowAllOptions } from '../../src/sources/following/follow-all.js';
import { createDescriptorBudget } from '../../src/sources/descriptor-budget.js';
import { realFileSystem } from '../../src/sources/file-system.js';
import { createFollower } from '../../src/sources/following/follower.js';
import { createGlobMembers } from '../../src/sources/globs/glob-members.js';
import { createGlobScan } from '../../src/sources/globs/glob-scan.js';
import type { GlobMatch } from '../../src/sources/globs/glob-scan.js';
import { createLedger, parseLedger } from '../../src/sources/following/ledger.js';
import { nodeTimers } from '../../src/sources/timers.js';
import type { Timers } from '../../src/sources/timers.js';
import { logDirectory } from './log-directory.js';
import { recorder } from './recorder.js';
import type { Recorder } from './recorder.js';

const HASTE = 50;

/** Real timers on a clock that runs fast. */
const hastyTimers: Timers = {
  ...nodeTimers,
  setTimeout: (run, milliseconds) => setTimeout(run, milliseconds / HASTE),
  now: () => performance.now() * HASTE,
};

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
};

interface Joined extends Recorder {
  path: string;
  left: boolean;
}

/** Follows a glob in a folder of its own. */
const follow = async (glob: string, prepare: (path: (name: string) => string) => void, options: Partial<FollowAllOptions> = {}, named: string[] = []) => {
  const { path, remove } = logDirectory();
  prepare(path);
  const sinks: Joined[] = [];
  const messages: string[] = [];
  const add = (name: string): Joined => {
    const sink: Joined = Object.assign(recorder(), { path: name, left: false });
    sinks.push(sink);
    return sink;
  };
  const scan = createGlobScan([path(glob)], []);
  const following = followAll({
    files: named.map((name) => ({ path: path(name), sink: add(path(name)) })),
    timers: hastyTimers,
    globs: {
      scan,
      present: await scan(),
      join: (name) => {
        const sink = add(name);
        return { sink, left: () => { sink.left = true; } };
      },
      tell: (message) => messages.push(message),
    },
    ...options,
  });
  onTestFinished(() => {
    following.close();
    remove();
  });
  following.start();
  const of = (name: string): Joined[] => sinks.filter((sink) => sink.path === path(name));
  return { path, following, sinks, messages, of, lines: () => sinks.flatMap(({ read }) => read) };
};

const descriptors = (): number => readdirSync('/proc/self/fd').length;

describe('following a glob', () => {
  it('reads what is there from its end, and what comes later from its beginning', async () => {
    const { path, of, lines } = await follow('*.log', (at) => {
      writeFileSync(at('a.log'), 'old\n');
    });
    appendFileSync(path('a.log'), 'new\n');
    writeFileSync(path('b.log'), 'first\nsecond\n');
    await until(() => lines().length === 3);
    expect(of('a.log')[0]).toMatchObject({ read: ['new'], events: ['opened'] });
    expect(of('b.log')[0]).toMatchObject({ read: ['first', 'second'], events: ['joined', 'opened'], caughtUp: 0 });
  });

  it('takes what is there as caught up when it was asked to', async () => {
    const { of, lines } = await follow('*.log', (at) => {
      writeFileSync(at('a.log'), 'old\n');
    }, { fromStart: true });
    await until(() => lines().length === 1);
    expect(of('a.log')[0]).toMatchObject({ read: ['old'], caughtUp: 1 });
  });

  it('lets a file leave when it was read to its end, and join again', async () => {
    const { path, of } = await follow('*.log', () => undefined);
    writeFileSync(path('pod.log'), 'one\n');
    await until(() => of('pod.log').length === 1);
    appendFileSync(path('pod.log'), 'two\nunfinished');
    rmSync(path('pod.log'));
    await until(() => of('pod.log')[0]?.left === true);
    expect(of('pod.log')[0]?.read).toEqual(['one', 'two', 'unfinished']);
    expect(of('pod.log')[0]?.events.slice(-2)).toEqual(['drained', 'left']);
    writeFileSync(path('pod.log'), 'three\n');
    await until(() => of('pod.log')[1]?.read.length === 1);
    expect(of('pod.log')[1]).toMatchObject({ read: ['three'], left: false });
  });

  it('lets a file leave when a folder stands at its name', async () => {
    const { path, of } = await follow('*.log', (at) => {
      writeFileSync(at('a.log'), '');
    });
    appendFileSync(path('a.log'), 'one\n');
    rmSync(path('a.log'));
    mkdirSync(path('a.log'));
    await until(() => of('a.log')[0]?.left === true);
    expect(of('a.log')[0]?.read).toEqual(['one']);
    rmdirSync(path('a.log'));
    writeFileSync(path('a.log'), 'two\n');
    await until(() => of('a.log')[1]?.read.length === 1);
  });

  it('keeps a file that is away only for a while', async () => {
    const { path, of } = await follow('*.log', (at) => {
      writeFileSync(at('a.log'), '');
    });
    renameSync(path('a.log'), path('a.old'));
    await until(() => of('a.log')[0]?.events.includes('missing') === true);
    renameSync(path('a.old'), path('a.log'));
    appendFileSync(path('a.log'), 'on\n');
    await until(() => of('a.log')[0]?.read.length === 1);
    expect(of('a.log')).toHaveLength(1);
  });

  it('does not follow compressed files, and tells of each once', async () => {
    const { path, messages, sinks, lines } = await follow('*.log*', (at) => {
      writeFileSync(at('a.log.1.gz'), gzipSync('old\n'));
      writeFileSync(at('a.log.2'), gzipSync('older\n'));
    });
    expect(messages).toEqual([expect.stringContaining(`${path('a.log.1.gz')}, ${path('a.log.2')}: compressed`)]);
    writeFileSync(path('a.log.3.gz'), '');
    writeFileSync(path('b.log'), 'one\n');
    await until(() => lines().length === 1);
    writeFileSync(path('a.log.3.gz'), gzipSync('oldest\n'));
    await until(() => messages.length === 2);
    writeFileSync(path('c.log'), 'two\n');
    await until(() => lines().length === 2);
    expect(messages[1]).toMatch(/a\.log\.3\.gz: compressed/);
    expect(messages).toHaveLength(2);
    expect(sinks.map((sink) => sink.path)).toEqual([path('b.log'), path('c.log')]);
  });

  it('leaves a file to its own name when it was named, too', async () => {
    const { path, sinks, lines } = await follow('*.log', (at) => {
      writeFileSync(at('a.log'), '');
    }, {}, ['a.log']);
    appendFileSync(path('a.log'), 'one\n');
    writeFileSync(path('b.log'), 'two\n');
    await until(() => lines().length === 2);
    expect(sinks.map(({ read }) => read)).toEqual([['one'], ['two']]);
  });

  it('reads what came while no run watched, as caught up', async () => {
    const { path, remove } = logDirectory();
    onTestFinished(remove);
    const ledger = createLedger();
    const once = async (known: typeof ledger): Promise<Recorder[]> => {
      const sinks: Recorder[] = [];
      const scan = createGlobScan([path('*.log')], []);
      const join = () => {
        const sink = recorder();
        sinks.push(sink);
        return { sink, left: () => undefined };
      };
      const following = followAll({ files: [], globs: { scan, present: await scan(), join, tell: () => undefined, hasFollowed: () => known !== ledger }, ledger: known, resumable: true });
      following.start();
      await following.finish();
      return sinks;
    };
    writeFileSync(path('a.log'), 'old\n');
    expect((await once(ledger)).map(({ read }) => read)).toEqual([[]]);
    appendFileSync(path('a.log'), 'one\n');
    writeFileSync(path('b.log'), 'two\n');
    const restored = createLedger(parseLedger(JSON.parse(JSON.stringify(ledger))));
    expect((await once(restored)).map(({ read, caughtUp }) => [read, caughtUp])).toEqual([[['one'], 1], [['two'], 1]]);
  });

  it('follows more files than it may hold open, and loses nothing of them', async () => {
    const names = Array.from({ length: 300 }, (_, n) => `${String(n)}.log`);
    const before = descriptors();
    const { path, lines, sinks } = await follow('*.log', (at) => {
      for (const name of names) writeFileSync(at(name), 'old\n');
    }, { budget: createDescriptorBudget(20) });
    let most = 0;
    for (let round = 0; round < 3; round += 1) {
      for (const name of names) appendFileSync(path(name), `${name} ${String(round)}\n`);
      await until(() => {
        most = Math.max(most, descriptors() - before);
        return lines().length === names.length * (round + 1);
      });
    }
    renameSync(path('7.log'), path('7.old'));
    writeFileSync(path('7.log'), 'anew\n');
    await until(() => lines().includes('anew'));
    expect(new Set(lines()).size).toBe(names.length * 3 + 1);
    expect(sinks).toHaveLength(300);
    expect(most).toBeLessThan(30);
  });

  it('goes on when a scan fails, and tells of it once', async () => {
    const { path } = logDirectory();
    const whole = createGlobScan([path('*.log')], []);
    let failures = 0;
    const scan = (): Promise<GlobMatch[]> => {
      failures += 1;
      return failures > 3 ? whole() : Promise.reject(Object.assign(new Error('EMFILE'), { code: 'EMFILE', syscall: 'scandir' }));
    };
    const messages: string[] = [];
    const sink = recorder();
    const globs = { scan, present: [], join: () => ({ sink, left: () => undefined }), tell: (message: string) => messages.push(message) };
    const following = followAll({ files: [], timers: hastyTimers, globs });
    onTestFinished(() => { following.close(); });
    following.start();
    writeFileSync(path('a.log'), 'one\n');
    await until(() => sink.read.length === 1);
    expect(messages).toEqual([expect.stringContaining('EMFILE')]);
  });

  it('is finished for each who asks when all is read', async () => {
    const { path, following, lines } = await follow('*.log', () => undefined, { timers: nodeTimers });
    writeFileSync(path('late.log'), 'x\n'.repeat(5_000_000));
    const first = following.finish();
    await following.finish();
    expect(lines()).toHaveLength(5_000_000);
    await first;
  });

  it('takes no more than there are numbers for, beside the files that are named', () => {
    const messages: string[] = [];
    const joined: string[] = [];
    const members = createGlobMembers({
      scan: () => Promise.resolve([]),
      present: ['a', 'b', 'c'].map((path) => ({ path, glob: '*' })),
      join: (path) => {
        joined.push(path);
        return { sink: recorder(), left: () => undefined };
      },
      tell: (message) => messages.push(message),
      known: Array.from({ length: 59_998 }, (_, n) => String(n)),
      start: 'end',
      follow: (path, sink) => createFollower({ path, sink }),
      poller: { add: () => undefined, remove: () => undefined },
      fileSystem: realFileSystem,
      timers: hastyTimers,
    });
    members.start();
    members.close();
    expect(joined).toEqual(['a', 'b']);
    expect(messages).toEqual([expect.stringContaining('others that match have to wait')]);
  });

  it('reads what came since the last scan when it is finished', async () => {
    const { path, following, lines } = await follow('*.log', () => undefined, { timers: nodeTimers });
    writeFileSync(path('late.log'), 'one\n');
    await following.finish();
    expect(lines()).toEqual(['one']);
  });

  it.skipIf(!existsSync('/proc/self/fd'))('loses nothing of hundreds that come and go, and gives back what it held', async () => {
    const { path, sinks, lines, following } = await follow('*.log', () => undefined, { lingerFor: 1000 });
    const before = descriptors();
    for (let round = 0; round < 5; round += 1) {
      const names = Array.from({ length: 60 }, (_, n) => path(`pod-${String(round * 60 + n)}.log`));
      for (const name of names) writeFileSync(name, `${name} begins\n`);
      await until(() => names.every((name) => sinks.some((sink) => sink.path === name)));
      for (const name of names) {
        appendFileSync(name, `${name} ends\n`);
        rmSync(name);
      }
    }
    await until(() => sinks.every(({ left }) => left));
    expect(lines()).toHaveLength(600);
    expect(new Set(lines()).size).toBe(600);
    expect(descriptors()).toBeLessThanOrEqual(before);
    following.close();
  });
});

describe('following a log together with its rotated generations', () => {
  /** As logrotate shifts them: the oldest is removed, each moves on by one, and the log begins anew. */
  const rotate = (path: (name: string) => string, kept: number): void => {
    rmSync(path(`access.log.${String(kept)}`), { force: true });
    for (let n = kept - 1; n >= 0; n -= 1) {
      const from = path(n === 0 ? 'access.log' : `access.log.${String(n)}`);
      if (existsSync(from)) renameSync(from, path(`access.log.${String(n + 1)}`));
    }
    writeFileSync(path('access.log'), '');
  };

  it.each([
    ['slowly', 25],
    ['fast', 2],
  ])('gives each line once, however the names are shifted %s', async (_name, pause) => {
    const { path, lines, following } = await follow('access.log*', (at) => {
      writeFileSync(at('access.log'), 'old\n');
      writeFileSync(at('access.log.1'), 'older\n');
    });
    const written: string[] = [];
    for (let round = 0; round < 12; round += 1) {
      for (let n = 0; n < 20; n += 1) {
        const line = `${String(round)}-${String(n)}`;
        appendFileSync(path('access.log'), `${line}\n`);
        written.push(line);
        if (n % 7 === 0) await new Promise((resolve) => setTimeout(resolve, pause));
      }
      rotate(path, 4);
    }
    await until(() => lines().length >= written.length);
    await following.finish();
    expect([...lines()].sort()).toEqual([...written].sort());
  });

  it('says that nothing is read again of a generation whose number moves on', async () => {
    const { path, of, lines } = await follow('access.log*', (at) => {
      writeFileSync(at('access.log'), 'new\n');
      for (const n of [1, 2]) writeFileSync(at(`access.log.${String(n)}`), `${String(n)}\n`);
    }, { fromStart: true });
    await until(() => lines().length === 3);
    rotate(path, 3);
    appendFileSync(path('access.log'), 'newest\n');
    const told = (name: string): string => of(name)[0]?.details.filter((detail) => detail?.startsWith('another file')).join() ?? '';
    await until(() => ['', '.1', '.2'].every((end) => told(`access.log${end}`) !== ''));
    expect(told('access.log.1')).toBe('another file stands at the name, of which only what is new is read');
    expect(told('access.log.2')).toBe(told('access.log.1'));
    expect(told('access.log')).toBe('another file stands at the name, and is read from its beginning');
    expect(lines().toSorted()).toEqual(['1', '2', 'new', 'newest']);
  });

  it('gives each line once when the log is copied and truncated', async () => {
    const { path, lines, sinks, following } = await follow('access.log*', (at) => {
      writeFileSync(at('access.log'), 'old\n');
    });
    const written: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      for (let n = 0; n < 20; n += 1) {
        written.push(`${String(round)}-${String(n)}`);
        appendFileSync(path('access.log'), `${String(round)}-${String(n)}\n`);
      }
      const isSeen = (): boolean => sinks.some(({ events }) => events.includes('duplicate'));
      if (round < 3) await until(() => lines().length >= written.length);
      for (let n = round; n >= 1; n -= 1) renameSync(path(`access.log.${String(n)}`), path(`access.log.${String(n + 1)}`));
      copyFileSync(path('access.log'), path('access.log.1'));
      if (round === 0) await until(isSeen); // the copy is seen before the truncation
      truncateSync(path('access.log'));
      await until(() => lines().length >= written.length);
    }
    await following.finish();
    expect([...lines()].sort()).toEqual([...written].sort());
  });
});
