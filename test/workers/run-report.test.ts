import { execFileSync } from 'node:child_process';
import { renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import type { FileSystem } from '../../src/sources/file-system.js';
import { realFileSystem } from '../../src/sources/file-system.js';
import type { ReportProgress } from '../../src/workers/report-request.js';
import type { ThreadPort } from '../../src/workers/thread-messages.js';
import { hitCount } from '../support/hit-count.js';
import { ServerLog } from '../sources/log-directory.js';
import { ALL_TIME, report, threadHere } from './report.js';

const TEN = Date.UTC(2015, 4, 17, 10);

const line = (path: string, second = 0, status = 200): string =>
  `192.0.2.1 - - [17/May/2015:10:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')} +0000] "GET ${path} HTTP/1.1" ${status} 10 "-" "curl/8"\n`;

const at = (second: number): { kind: 'at'; at: number } => ({ kind: 'at', at: TEN + second * 1000 });

const stopNow = { promise: Promise.resolve() };

const stopLater = (): { stop: { promise: Promise<void> }; request: () => void } => {
  let request = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    request = resolve;
  });
  return { stop: { promise }, request };
};

describe('a report', () => {
  it('tells what each log contributed, and the time that its records span', async () => {
    const folder = new ServerLog();
    folder.create(`${line('/a', 5)}\nnonsense\n${line('/b', 9, 404)}`);
    const other = folder.in('other.log');
    writeFileSync(other, line('/c', 60));
    const { run } = await report([folder.path, other]);
    expect(run).toMatchObject({
      window: { from: TEN + 5000, to: TEN + 60_000 },
      held: { from: TEN + 5000, to: TEN + 60_000 },
      isPartial: false,
      lines: { read: 5, accepted: 3, rejected: 2, filtered: 0, late: 0 },
      rejectedBy: { empty: 1, layout: 1 },
      sources: [
        { path: folder.path, format: 'combined', read: 4, accepted: 2, rejected: 2, filtered: 0, late: 0 },
        { path: other, format: 'combined', read: 1, accepted: 1, rejected: 0, filtered: 0, late: 0 },
      ],
    });
    expect(run.result.context).toEqual({ window: { from: null, to: null }, oldest: TEN + 5000, newest: TEN + 60_000 });
  });

  it.each([
    ['both bounds', at(10), at(20), 11],
    ['the lower bound', at(10), null, 51],
    ['the upper bound', null, at(20), 21],
    ['an instant', at(10), at(10), 1],
    ['a window without records', at(1000), at(2000), 0],
  ])('counts the records at %s', async (_name, from, to, hits) => {
    const log = new ServerLog();
    log.create(Array.from({ length: 61 }, (_, second) => line('/', second)).join(''));
    const { run } = await report([log.path], { window: { ...ALL_TIME, from, to } });
    expect(run.lines).toMatchObject({ accepted: hits, filtered: 61 - hits });
    expect(run.held).toEqual({ from: TEN, to: TEN + 60_000 });
  });

  it('names the reasons of rejected lines in one order, whichever came first', async () => {
    const log = new ServerLog();
    const told = async (text: string): Promise<string> => {
      log.create(line('/a') + text);
      return JSON.stringify((await report([log.path])).run.rejectedBy);
    };
    expect(await told('nonsense\n\n')).toBe('{"empty":1,"layout":1}');
    expect(await told('\nnonsense\n')).toBe('{"empty":1,"layout":1}');
  });

  it('looks at milliseconds where the lines tell them', async () => {
    const log = new ServerLog();
    log.create(['1431856800999', '1431856801000', '1431856801001'].map((time) => `${time} alpine Delta\n`).join(''));
    const { run } = await report([log.path], { window: { ...ALL_TIME, from: at(1), to: at(1) } });
    expect(run.lines).toMatchObject({ accepted: 1, filtered: 2 });
  });

  const PAST = Array.from({ length: 3500 }, (_, second) => second);

  it.each<[string, number[], number]>([
    ['once, when the newest record is near its end', [...PAST, 3510], 1],
    ['once more where it lies in the window, when the newest record turns out to be elsewhere', [3599, ...PAST], 2],
  ])('reads a log %s', async (_name, seconds, readsOfFirst) => {
    const log = new ServerLog();
    log.create(seconds.map((second) => line('/a/path/that/is/long', second)).join(''));
    const progress: ReportProgress[] = [];
    const reads: number[] = [];
    const files: FileSystem = {
      ...realFileSystem,
      read: (descriptor, buffer, offset, length, position) => {
        reads.push(position ?? -1);
        return realFileSystem.read(descriptor, buffer, offset, length, position);
      },
    };
    const { run } = await report([log.path], { files, partSize: 8192, readSize: 1024, window: { ...ALL_TIME, seconds: 10 }, onProgress: (told) => progress.push(told) });
    expect(run.lines).toMatchObject({ read: 3501, accepted: 1, filtered: 3500 });
    const last = Math.floor(statSync(log.path).size / 8192);
    const timesOf = (position: number): number => reads.filter((each) => each === position).length;
    expect([timesOf(8191 + 1024), timesOf(last * 8192 - 1 + 1024)]).toEqual([1, 1]);
    expect(timesOf(4096)).toBe(readsOfFirst);
  });

  it('has the text of a compressed log counted by several threads', async () => {
    const folder = new ServerLog();
    const path = folder.in('packed.log.gz');
    const long = `${'x'.repeat(3000)}\n`;
    writeFileSync(path, gzipSync(Array.from({ length: 10_000 }, (_, n) => line(`/${n % 3}`, n % 600) + (n % 100 === 0 ? `\n${long}` : '')).join('')));
    const asked = { packedPartSize: 1, readSize: 2000, maxLine: 2000 };
    const alone = await report([path], asked);
    expect(alone.run.result.rows).toEqual(['/0 200 3334 33340', '/1 200 3333 33330', '/2 200 3333 33330']);
    expect(alone.run.rejectedBy).toEqual({ empty: 100, 'too-long': 100 });
    let lent = 0;
    const newThread = (): ThreadPort => {
      const thread = threadHere({ kind: hitCount(), formatOf: () => null, filter: null });
      const postMessage: ThreadPort['postMessage'] = (message, transfer) => {
        if (message.type === 'text') lent += 1;
        thread.postMessage(message, transfer);
      };
      return { ...thread, postMessage };
    };
    expect(await report([path], { ...asked, workers: 3, newThread })).toEqual(alone);
    expect(lent).toBeGreaterThan(10);
  });

  it.each([1, 2])('reads compressed W3C lines in their order, with %d threads', async (workers) => {
    const folder = new ServerLog();
    const path = folder.in('w3c.log.gz');
    const rows = (columns: string): string => `2015-05-17 10:00:00 ${columns}\n`.repeat(500);
    writeFileSync(path, gzipSync(`#Fields: date time cs-uri-stem sc-status\n${rows('/a 200')}#Fields: date time sc-status cs-uri-stem\n${rows('404 /b')}`));
    const { run } = await report([path], { workers, packedPartSize: 1, partSize: 3000, readSize: 2000, maxLine: 200 });
    expect(run.result.rows).toEqual(['/a 200 500 0', '/b 404 500 0']);
    expect(run.rejectedBy).toEqual({ header: 2 });
  });

  it('reads W3C lines with the columns that stand in front of them', async () => {
    const log = new ServerLog();
    const rows = (from: number, columns: (n: number) => string): string => Array.from({ length: 50 }, (_, n) => `2015-05-17 10:00:00 ${columns(from + n)}\n`).join('');
    log.create(`#Fields: date time cs-uri-stem sc-status\n${rows(0, () => '/a 200')}#Fields: date time sc-status cs-uri-stem\n${rows(50, () => '404 /b')}`);
    for (const workers of [1, 2]) {
      const { run } = await report([log.path], { workers, partSize: 300 });
      expect(run.result.rows).toEqual(['/a 200 50 0', '/b 404 50 0']);
      expect(run.rejectedBy).toEqual({ header: 2 });
      expect(run.result.parts).toBeGreaterThan(5);
    }
  });

  it('recognises the format anew in a part that has another', async () => {
    const log = new ServerLog();
    const json = (n: number): string => `{"time":"2015-05-17T10:00:00Z","path":"/json","status":200,"bytes":${n}}\n`;
    log.create(line('/text').repeat(1000) + Array.from({ length: 1000 }, (_, n) => json(n)).join(''));
    const { run, remarks } = await report([log.path], { partSize: 16_384 });
    expect(run.lines.accepted).toBeGreaterThan(1980);
    expect(run.result.rows.map((row) => row.split(' ')[0])).toEqual(['/json', '/text']);
    expect(remarks.join()).toContain('json');
  });

  it('tells of a format that changes within a part how many lines of the part came before, whichever parts its thread read', async () => {
    const log = new ServerLog();
    const json = (n: number): string => `{"time":"2015-05-17T10:00:00Z","path":"/json","status":200,"bytes":${n}}\n`;
    const size = line('/text').length * 100;
    log.create(line('/text').repeat(1050) + Array.from({ length: 1000 }, (_, n) => json(n)).join(''));
    const { remarks } = await report([log.path], { partSize: size, formatOf: () => null });
    expect(remarks.join('\n')).toContain('json instead of combined (58 lines were read as combined, 8 rejected)');
  });

  it('reads on in the format of a log where a part begins with lines that are in none', async () => {
    const log = new ServerLog();
    log.create(line('/a').repeat(200) + 'nonsense\n'.repeat(200) + line('/b').repeat(200));
    const { run } = await report([log.path], { partSize: line('/a').length * 200 });
    expect(run.result.rows).toEqual(['/a 200 200 2000', '/b 200 200 2000']);
    expect(run.rejectedBy).toEqual({ layout: 200 });
  });
});

describe('logs that cannot be read as they should', () => {
  it.each(['\0'.repeat(5000), '\0'.repeat(5000) + '\ufeff'])('because they have no text are empty, and no trouble', async (text) => {
    const log = new ServerLog();
    log.create(text);
    const { run, events } = await report([log.path], { partSize: 1000 });
    expect(run.lines.read).toBe(0);
    expect(events).toEqual([]);
  });

  it('are told of, and the others are read', async () => {
    const folder = new ServerLog();
    folder.create(line('/a'));
    const gone = folder.in('gone.log');
    const again = folder.in('again.log');
    symlinkSync(folder.path, again);
    const { run, events } = await report([gone, folder.path, again]);
    expect(run.lines.accepted).toBe(1);
    expect(run.sources.map(({ read }) => read)).toEqual([0, 1, 0]);
    expect(events).toEqual([`${gone} missing: no such file`, `${again} duplicate: it is the same file as ${folder.path}, and is read there`]);
  });

  it('that become shorter are told of once, and what they hold is counted', async () => {
    const log = new ServerLog();
    log.create(line('/a').repeat(1000));
    let reads = 0;
    const files: FileSystem = {
      ...realFileSystem,
      read: (...args) => {
        reads += 1;
        if (reads === 20) log.truncate(20_000);
        return realFileSystem.read(...args);
      },
    };
    const { run, events } = await report([log.path], { files, partSize: 4096, readSize: 1024, formatOf: () => null });
    expect(events.filter((event) => event.includes('it became shorter while it was read'))).not.toEqual([]);
    expect(new Set(events).size).toBe(events.length);
    expect(run.lines.accepted).toBeGreaterThan(10);
    expect(run.lines.read).toBe(run.lines.accepted + run.lines.rejected);
  });

  it('because of an error of the disk lose what stands behind that', async () => {
    const log = new ServerLog();
    log.create(line('/a').repeat(1000));
    const files: FileSystem = {
      ...realFileSystem,
      read: (descriptor, buffer, offset, length, position) => {
        if ((position ?? 0) >= 40_000) throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'read' });
        return realFileSystem.read(descriptor, buffer, offset, length, position);
      },
    };
    const { run, events } = await report([log.path], { files, partSize: 16_384, readSize: 4096 });
    expect(events[0]).toContain('the disk reports an error (EIO)');
    expect(run.lines.accepted).toBeGreaterThan(400);
    expect(run.lines.accepted).toBeLessThan(600);
  });

  it('are read although they are renamed meanwhile', async () => {
    const log = new ServerLog();
    log.create(line('/a').repeat(1000));
    let hasMoved = false;
    const files: FileSystem = {
      ...realFileSystem,
      read: (descriptor, buffer, offset, length, position) => {
        if (!hasMoved && (position ?? 0) >= 40_000) {
          hasMoved = true;
          renameSync(log.path, `${log.path}.1`);
          log.create(line('/new'));
        }
        return realFileSystem.read(descriptor, buffer, offset, length, position);
      },
    };
    const { run, events } = await report([log.path], { files, partSize: 4096, readSize: 1024 });
    expect(hasMoved).toBe(true);
    expect(events).toEqual([]);
    expect(run.result.rows).toEqual(['/a 200 1000 10000']);
  });
});

describe('what comes through a pipe', () => {
  const text = line('/a', 0).repeat(100) + line('/b', 100).repeat(50);

  it.each([
    ['', ALL_TIME, ['/a 200 100 1000', '/b 200 50 500']],
    [' twice where the newest record has to be found', { ...ALL_TIME, seconds: 20 }, ['/b 200 50 500']],
  ])('is read%s', async (_name, window, rows) => {
    const stdin = (): Readable => Readable.from([Buffer.from(text.slice(0, 1000)), Buffer.from(text.slice(1000))], { objectMode: false });
    const { run } = await report(['-'], { window, stdin, partSize: 2000 });
    expect(run.result.rows).toEqual(rows);
    expect(run.sources).toMatchObject([{ path: '-', read: 150 }]);
  });

  it('by a name of its own is read, too', async () => {
    const folder = new ServerLog();
    const pipe = folder.in('pipe');
    execFileSync('mkfifo', [pipe]);
    for (const window of [ALL_TIME, { ...ALL_TIME, seconds: 20 }]) {
      const written = new Promise((resolve, reject) => {
        import('node:fs/promises').then(({ writeFile }) => writeFile(pipe, text)).then(resolve, reject);
      });
      const { run } = await report([pipe], { window });
      await written;
      expect(run.lines.read).toBe(150);
      expect(run.lines.accepted).toBe(window.seconds === null ? 150 : 50);
    }
  });
});

describe('a pipe that has to be kept', () => {
  const window = { ...ALL_TIME, seconds: 20 };
  const broken = (code: string): Error => Object.assign(new Error(code), { code, syscall: 'read' });

  it('is told of when it cannot be opened', async () => {
    const folder = new ServerLog();
    const pipe = folder.in('pipe');
    execFileSync('mkfifo', [pipe]);
    const files: FileSystem = {
      ...realFileSystem,
      open: (path) => {
        if (path === pipe) throw broken('EMFILE');
        return realFileSystem.open(path);
      },
    };
    const { run, events } = await report([pipe], { window, files });
    expect(events.join()).toContain('unreadable: too many files are open in this process');
    expect(run.lines.read).toBe(0);
  });

  it('counts as far as it can be read', async () => {
    const texts = [line('/a'), line('/b')];
    const stdin = new Readable({
      read() {
        const text = texts.shift();
        if (text === undefined) this.destroy(broken('EIO'));
        else this.push(text);
      },
    });
    const { run, events } = await report(['-'], { window, stdin: () => stdin });
    expect(events).toEqual(['- unreadable: the disk reports an error (EIO)']);
    expect(run.lines.accepted).toBe(2);
  });

  it('has to have a place', async () => {
    vi.stubEnv('TMPDIR', '/nowhere/at/all');
    try {
      await expect(report(['-'], { window, stdin: () => Readable.from([line('/a')]) })).rejects.toThrow(
        'stdin: it has to be kept until its newest record is known, and /nowhere/at/all cannot be written to (ENOENT)',
      );
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe('a report that is stopped', () => {
  it.each([1, 2])('says what is known so far, with %d threads', async (workers) => {
    const log = new ServerLog();
    log.create(line('/a').repeat(20_000));
    const { stop, request } = stopLater();
    let reads = 0;
    const files: FileSystem = {
      ...realFileSystem,
      read: (...args) => {
        reads += 1;
        if (reads === 1000) request();
        return realFileSystem.read(...args);
      },
    };
    const { run } = await report([log.path], { workers, files, partSize: 100_000, readSize: 1024, stop });
    expect(run.isPartial).toBe(true);
    expect(run.result.hits).toBe(run.lines.accepted);
    expect(run.lines.accepted).toBeGreaterThan(100);
    expect(run.lines.accepted).toBeLessThan(20_000);
  });

  it('while its newest record is looked for has no records', async () => {
    const log = new ServerLog();
    log.create(line('/a').repeat(20_000));
    const { run } = await report([log.path], { stop: stopNow, readSize: 1024, window: { ...ALL_TIME, seconds: 5 } });
    expect(run).toMatchObject({ isPartial: true, lines: { read: 0 }, result: { hits: 0 } });
  });

  it('while a pipe is kept reports on what came through it, and on nothing else', async () => {
    const log = new ServerLog();
    log.create(line('/elsewhere', 99));
    const text = Array.from({ length: 100 }, (_, second) => line('/a', second)).join('');
    const stdin = new PassThrough();
    stdin.write(text);
    const { stop, request } = stopLater();
    const onProgress = ({ bytes }: ReportProgress): void => {
      if (bytes === text.length) request();
    };
    const { run } = await report(['-', log.path], { stdin: () => stdin, onProgress, window: { ...ALL_TIME, seconds: 5 }, stop });
    expect(run).toMatchObject({ isPartial: true, lines: { read: 100, accepted: 6, filtered: 94 }, window: { from: TEN + 94_000, to: TEN + 99_000 } });
    expect(run.result.rows).toEqual(['/a 200 6 60']);
    expect(run.sources.map(({ read }) => read)).toEqual([100, 0]);
  });

  it('does not wait for the writer of a pipe', async () => {
    for (const window of [ALL_TIME, { ...ALL_TIME, seconds: 5 }]) {
      const stdin = new PassThrough();
      stdin.write(line('/a'));
      const { stop, request } = stopLater();
      const done = report(['-'], { stdin: () => stdin, window, stop });
      request();
      const { run } = await done;
      expect(run.isPartial).toBe(true);
    }
  });
});

const dyingThread = (): ThreadPort => ({
  postMessage: () => undefined,
  onMessage: () => undefined,
  onDeath: (listener: (error: Error) => void) => {
    setImmediate(listener, new Error('out of memory'));
  },
  terminate: () => Promise.resolve(),
});

describe('threads', () => {
  it('that fail end the run with their error', async () => {
    const log = new ServerLog();
    log.create(line('/a').repeat(1000));
    const kind = hitCount();
    let counters = 0;
    const broken = {
      ...kind,
      newCounter: (seed: number) => {
        counters += 1;
        if (counters > 1) throw new Error('no counter');
        return kind.newCounter(seed);
      },
    };
    await expect(report([log.path], { kind: broken, workers: 2, partSize: 1000, readSize: 1000 })).rejects.toThrow('no counter');
  });

  it('that die end it, too', async () => {
    const log = new ServerLog();
    log.create(line('/a').repeat(1000));
    await expect(report([log.path], { workers: 2, partSize: 1000, readSize: 1000, newThread: dyingThread })).rejects.toThrow('out of memory');
  });

  it('that die end it although the writer of a pipe goes on', async () => {
    const log = new ServerLog();
    log.create(line('/a').repeat(1000));
    const stdin = new PassThrough();
    stdin.write(line('/b'));
    const asked = { stdin: () => stdin, workers: 2, partSize: 1000, readSize: 1000, newThread: dyingThread };
    await expect(report(['-', log.path], asked)).rejects.toThrow('out of memory');
  });

  it('are not started for little', async () => {
    const log = new ServerLog();
    log.create(line('/a').repeat(1000));
    const newThread = (): never => {
      throw new Error('a thread');
    };
    const { run } = await report([log.path], { workers: 8, partSize: 1000, worthThreads: 1e9, newThread });
    expect(run.result.hits).toBe(1000);
  });
});
