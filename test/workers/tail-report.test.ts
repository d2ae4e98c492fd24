import { gzipSync } from 'node:zlib';
import { rmSync, writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGlobScan } from '../../src/sources/globs/glob-scan.js';
import { familyOf } from '../../src/reports/traffic/agent-family.js';
import { connectionsKind } from '../../src/reports/connections/connections-kind.js';
import type { ReportKind } from '../../src/reports/report-kind.js';
import type { ReportRun } from '../../src/reports/report-run.js';
import { trafficKind } from '../../src/reports/traffic/traffic-kind.js';
import { nodeTimers } from '../../src/sources/timers.js';
import type { Timers } from '../../src/sources/timers.js';
import { tailReport } from '../../src/workers/tail-report.js';
import type { TailHooks, TailRequest } from '../../src/workers/tail-request.js';
import { CHOICE } from '../reports/traffic/counted-log.js';
import { ServerLog } from '../sources/log-directory.js';
import type { HitResult } from '../support/hit-count.js';
import { hitCount } from '../support/hit-count.js';
import { ALL_TIME, quietHooks } from './report.js';

const TEN = Date.UTC(2015, 4, 17, 10);

const line = (path: string, second: number): string => `192.0.2.1 - - [${clf(TEN + second * 1000)}] "GET ${path} HTTP/1.1" 200 10 "-" "curl/8"\n`;

const clf = (at: number): string => {
  const [day, time] = new Date(at).toISOString().split(/[T.]/);
  return `${day!.slice(8)}/May/2015:${time!} +0000`;
};

/** A report that is made again and again, and the means to wait for the next one. */
class Tailing {
  readonly runs: ReportRun<HitResult>[] = [];
  readonly events: string[] = [];
  readonly done: Promise<void>;
  private stop = (): void => undefined;
  private waiting: (() => void)[] = [];

  constructor(request: Partial<TailRequest<HitResult>>, hooks: Partial<TailHooks<HitResult>> = {}, timers?: Timers) {
    const promise = new Promise<void>((resolve) => {
      this.stop = resolve;
    });
    this.done = tailReport(
      {
        reading: { kind: hitCount(), formatOf: () => null, filter: null },
        window: ALL_TIME,
        paths: [],
        globs: null,
        maxLine: 1000,
        sleep: 0.01,
        maxLag: 300,
        ...request,
      },
      {
        ...quietHooks,
        stop: { promise },
        now: () => Date.UTC(2026, 0, 1),
        tell: () => undefined,
        onEvent: (_path, name) => this.events.push(name),
        onReport: (run) => {
          this.runs.push(run);
          for (const wake of this.waiting.splice(0)) wake();
          return Promise.resolve();
        },
        ...hooks,
      },
      timers,
    );
  }

  /** Waits for a report that is as it should be. */
  async until(isIt: (run: ReportRun<HitResult>) => boolean): Promise<ReportRun<HitResult>> {
    for (;;) {
      const found = this.runs.find(isIt);
      if (found !== undefined) return found;
      await Promise.race([
        new Promise<void>((resolve) => this.waiting.push(resolve)),
        this.done.then(() => {
          throw new Error('it ended before');
        }),
      ]);
    }
  }

  async end(): Promise<ReportRun<HitResult>> {
    this.stop();
    await this.done;
    return this.runs.at(-1)!;
  }
}

/** A machine where time passes a hundred times as fast. */
const hurried: Timers = {
  ...nodeTimers,
  now: () => nodeTimers.now() * 100,
  setTimeout: (callback, milliseconds) => nodeTimers.setTimeout(callback, milliseconds / 100),
};

const hits = (count: number) => (run: ReportRun<HitResult>) => run.result.hits === count;

describe('a report on growing logs', () => {
  it('tells what they hold, again with what is new, and once more at the end', async () => {
    const log = new ServerLog();
    log.write(line('/a', 0));
    const tailing = new Tailing({ paths: [log.path] });
    expect(await tailing.until(hits(1))).toMatchObject({ isOpen: true, isPartial: false, lines: { read: 1, accepted: 1 } });
    log.write(line('/b', 1) + 'nonsense\n');
    expect(await tailing.until(hits(2))).toMatchObject({ lines: { read: 3, accepted: 2, rejected: 1 }, window: { from: TEN, to: TEN + 1000 } });
    log.write(line('/c', 2));
    const last = await tailing.end();
    expect(last).toMatchObject({ isOpen: false, lines: { read: 4, accepted: 3 }, sources: [{ path: log.path, format: 'combined', read: 4 }] });
    expect(last.result.rows).toEqual(['/a 200 1 10', '/b 200 1 10', '/c 200 1 10']);
  });

  it('reads on through a rotation, and nothing twice', async () => {
    const log = new ServerLog();
    log.write(line('/a', 0).repeat(10));
    const tailing = new Tailing({ paths: [log.path] });
    await tailing.until(hits(10));
    log.write(line('/b', 1).repeat(5));
    log.rename();
    log.letGo();
    log.write(line('/c', 2).repeat(3));
    expect((await tailing.until(hits(18))).result.rows).toEqual(['/a 200 10 100', '/b 200 5 50', '/c 200 3 30']);
    expect(tailing.events).toContain('rotated');
    expect((await tailing.end()).lines.read).toBe(18);
  });

  it('reads compressed generations once, and files that come to match a glob', async () => {
    const log = new ServerLog();
    const packed = log.in('old.log.gz');
    writeFileSync(packed, gzipSync(line('/old', 0).repeat(7)));
    const scan = createGlobScan([log.in('*.log')], []);
    log.write(line('/a', 100));
    const tailing = new Tailing({ paths: [packed], globs: { scan, present: await scan() } });
    await tailing.until(hits(8));
    writeFileSync(log.in('new.log'), line('/new', 200).repeat(2));
    const { sources } = await tailing.until(hits(10));
    expect(sources.map(({ path, accepted }) => [path, accepted])).toEqual([[packed, 7], [log.path, 1], [log.in('new.log'), 2]]);
    await tailing.end();
  });

  it('tells a file that matches a glob, is gone and comes again as one', async () => {
    const folder = new ServerLog();
    const path = folder.in('new.log');
    const scan = createGlobScan([folder.in('*.log')], []);
    writeFileSync(path, line('/a', 0).repeat(2));
    const tailing = new Tailing({ globs: { scan, present: await scan() }, sleep: 1 }, {}, hurried);
    await tailing.until(hits(2));
    rmSync(path);
    await tailing.until(() => tailing.events.includes('left'));
    writeFileSync(path, `${line('/b', 1).repeat(3)}nonsense\n`);
    const run = await tailing.until(hits(5));
    expect(run.lines).toMatchObject({ read: 6, accepted: 5, rejected: 1 });
    expect(run.sources).toMatchObject([{ path, format: 'combined', read: 6, accepted: 5, rejected: 1 }]);
    await tailing.end();
  });

  it('with bounds counts the records between them alone', async () => {
    const log = new ServerLog();
    log.write(Array.from({ length: 100 }, (_, second) => line('/', second)).join(''));
    const window = { ...ALL_TIME, from: { kind: 'at' as const, at: TEN + 10_000 }, to: { kind: 'at' as const, at: TEN + 19_000 } };
    const run = await new Tailing({ paths: [log.path], window }).end();
    expect(run).toMatchObject({ window: { from: TEN + 10_000, to: TEN + 19_000 }, lines: { read: 100, accepted: 10, filtered: 90 } });
  });

  it('that have nothing says so at the end', async () => {
    const log = new ServerLog();
    log.create('');
    const run = await new Tailing({ paths: [log.path] }).end();
    expect(run).toMatchObject({ window: { from: null, to: null }, held: null, lines: { read: 0 }, result: { hits: 0 } });
  });

  it('ends with stdin where there is nothing else', async () => {
    const stdin = new PassThrough();
    const tailing = new Tailing({ paths: ['-'] }, { stdin: () => stdin });
    stdin.write(line('/a', 0));
    await tailing.until(hits(1));
    stdin.end(line('/b', 1));
    await tailing.done;
    expect(tailing.runs.at(-1)).toMatchObject({ isOpen: false, result: { hits: 2 } });
  });

  it('ends with what its reader throws', async () => {
    const log = new ServerLog();
    log.write(line('/a', 0));
    const tailing = new Tailing({ paths: [log.path] }, { onReport: () => Promise.reject(new Error('nobody reads')) });
    await expect(tailing.done).rejects.toThrow('nobody reads');
  });
});

describe('hours of growing logs', () => {
  const hourly = { ...ALL_TIME, seconds: 3600 };
  const told = (runs: readonly ReportRun<HitResult>[]) => runs.map(({ window, isOpen, result }) => [(window.from! - TEN) / 3_600_000, isOpen, result.hits]);

  it('are told when they are over, with records that came late, and then the newest one', async () => {
    const log = new ServerLog();
    log.write(line('/a', 0) + line('/a', 3599) + line('/b', 3600));
    const tailing = new Tailing({ paths: [log.path], window: hourly });
    await tailing.until(({ window }) => window.from === TEN + 3_600_000);
    expect(told(tailing.runs).slice(0, 2)).toEqual([[0, true, 2], [1, true, 1]]);
    log.write(line('/late', 3598) + line('/c', 3600 + 299));
    await tailing.until(({ window, result }) => window.from === TEN && result.hits === 3);
    await tailing.until(({ window, result }) => window.from === TEN + 3_600_000 && result.hits === 2);
    log.write(line('/d', 3900) + line('/too-late', 3599));
    const last = await tailing.end();
    expect(told([last])).toEqual([[1, false, 3]]);
    expect(last.lines).toMatchObject({ read: 7, accepted: 7, late: 1 });
    expect(tailing.runs.filter(({ window }) => window.from === TEN).map(({ isOpen, result }) => [isOpen, result.hits])).toEqual([[true, 2], [true, 3], [false, 3]]);
    expect(last.window).toEqual({ from: TEN + 3_600_000, to: TEN + 7_200_000 - 1 });
  });

  it.each<[string, ReportKind<unknown, unknown>]>([
    ['traffic', trafficKind(CHOICE, familyOf)],
    ['connections', connectionsKind({ report: 'connections', fromHosts: ['192.0.2.1'], toHosts: ['a'], groupingSeconds: 600 })],
  ])('of %s hold nothing of each other', async (_name, kind) => {
    const log = new ServerLog();
    const reading = { kind, formatOf: () => null, filter: null } as unknown as TailRequest<HitResult>['reading'];
    const resultsOf = async (text: string): Promise<unknown[]> => {
      log.create(text);
      const tailing = new Tailing({ reading, paths: [log.path], window: hourly, maxLag: 0 });
      await tailing.end();
      return [...new Map(tailing.runs.map(({ window, result }) => [window.from, result])).values()];
    };
    const hours = Array.from({ length: 40 }, (_, hour) => line(`/${'ab'[hour % 2]!}/${String(hour)}`, hour * 3600).repeat(40 - hour));
    const all = await resultsOf(hours.join(''));
    for (const hour of [0, 32, 39]) expect(await resultsOf(hours[hour]!)).toEqual([all[hour]]);
  });

  it('of the past are told once each while they are read, in their order, whatever the order of files', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40 * 3600), { minLength: 1, maxLength: 200 }), fc.infiniteStream(fc.nat(2)), async (seconds, choices) => {
        const log = new ServerLog();
        const sorted = seconds.toSorted((a, b) => a - b);
        const texts = ['', '', ''];
        for (const second of sorted) {
          const file = choices.next().value as number;
          texts[file] = `${texts[file]!}${line('/', second)}`;
        }
        const paths = texts.map((text, i) => {
          writeFileSync(log.in(`${'abc'[i]!}.log`), text);
          return log.in(`${'abc'[i]!}.log`);
        });
        const tailing = new Tailing({ paths, window: hourly, maxLag: 0 });
        const last = await tailing.end();
        const expected = new Map<number, number>();
        for (const second of sorted) expected.set(Math.floor(second / 3600), (expected.get(Math.floor(second / 3600)) ?? 0) + 1);
        const finals = new Map(told(tailing.runs).map(([hour, , count]) => [hour, count]));
        expect(finals).toEqual(expected);
        expect(last.lines).toMatchObject({ read: sorted.length, accepted: sorted.length, late: 0 });
        log.dispose();
      }),
      { numRuns: 15 },
    );
  });
});
