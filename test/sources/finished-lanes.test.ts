import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/user-error.js';
import type { FileSystem } from '../../src/sources/file-system.js';
import { realFileSystem } from '../../src/sources/file-system.js';
import { openFinishedLanes } from '../../src/sources/finished/finished-lanes.js';
import type { FinishedLane } from '../../src/sources/finished/finished-lanes.js';
import { ServerLog } from './log-directory.js';
import type { Recorder } from './recorder.js';
import { recorder } from './recorder.js';

interface Setup {
  log: ServerLog;
  sinks: Map<string, Recorder>;
  lanes: FinishedLane<Recorder>[];
  failures: string[];
  /** descriptors that are open */
  open: () => number;
}

/** Files with their texts, as they are named; a name that ends in `.gz` is compressed. At most `most` descriptors can be had. */
const setUp = (texts: Readonly<Record<string, string>>, named: readonly string[] = Object.keys(texts), log = new ServerLog(), most = Infinity): Setup => {
  for (const [name, text] of Object.entries(texts)) writeFileSync(log.in(name), name.endsWith('.gz') ? gzipSync(text) : text);
  const sinks = new Map<string, Recorder>();
  let open = 0;
  const files: FileSystem = {
    ...realFileSystem,
    open: (path) => {
      if (open >= most) throw Object.assign(new Error('EMFILE'), { code: 'EMFILE', syscall: 'open' });
      open += 1;
      return realFileSystem.open(path);
    },
    close: (descriptor) => {
      open -= 1;
      realFileSystem.close(descriptor);
    },
  };
  const sinkOf = (path: string): Recorder => {
    const sink = recorder();
    sinks.set(path.slice(log.in('').length + 1), sink);
    return sink;
  };
  const { lanes, failures } = openFinishedLanes({ paths: named.map((name) => log.in(name)), sinkOf, files });
  return { log, sinks, lanes, failures: failures.map(({ trouble }) => trouble.detail), open: () => open };
};

const readLane = async (lane: FinishedLane<Recorder>): Promise<string[]> => {
  const lines: string[] = [];
  for (let input = lane.next(); input !== null; input = lane.next()) {
    while (await input.source.read());
    lines.push(...input.sink.read);
  }
  return lines;
};

const readLanes = async ({ lanes }: Setup): Promise<string[][]> => {
  const lines: string[][] = [];
  for (const lane of lanes) lines.push(await readLane(lane));
  return lines;
};

describe('files that are read once', () => {
  it('are read oldest first where they are generations of one log, each as a source of its own', async () => {
    const setup = setUp({ 'access.log': '5\n', 'access.log.1': '4\n', 'access.log.10.gz': '1\n', 'access.log.2.gz': '3\n', 'access.log.9.gz': '2' });
    expect(await readLanes(setup)).toEqual([['1', '2', '3', '4', '5']]);
    expect([...setup.sinks].map(([name, sink]) => [name, sink.read])).toEqual([
      ['access.log', ['5']],
      ['access.log.1', ['4']],
      ['access.log.10.gz', ['1']],
      ['access.log.2.gz', ['3']],
      ['access.log.9.gz', ['2']],
    ]);
  });

  it('of different logs stand in lanes of their own', async () => {
    const setup = setUp({ 'a.log': 'a2\n', 'b.log': 'b\n', 'a.log.1': 'a1\n' });
    expect(await readLanes(setup)).toEqual([['a1', 'a2'], ['b']]);
  });

  it('are read as they were written where their names tell different things', async () => {
    const log = new ServerLog();
    const texts = { 'a.log.1': '2\n', 'a.log-20260101': '3\n', 'a.log.2': '1\n', 'a.log': '4\n' };
    for (const [name, text] of Object.entries(texts)) {
      writeFileSync(log.in(name), text);
      utimesSync(log.in(name), Number(text), Number(text));
    }
    expect(await readLanes(setUp({}, Object.keys(texts), log))).toEqual([['1', '2', '3', '4']]);
  });

  it('are opened when their turn comes, one of a lane at a time', async () => {
    const names = Array.from({ length: 50 }, (_, n) => `a.log.${String(n)}`);
    const setup = setUp(Object.fromEntries(names.map((name) => [name, `${name}\n`])));
    expect([setup.lanes.length, setup.open()]).toEqual([1, 0]);
    const lane = setup.lanes[0]!;
    for (let input = lane.next(); input !== null; input = lane.next()) {
      expect(setup.open()).toBe(1);
      while (await input.source.read());
      expect(setup.open()).toBe(0);
    }
  });

  it('are read once when they are named twice, by a link or another way to them', async () => {
    const log = new ServerLog();
    writeFileSync(log.in('a.log'), 'a\n');
    linkSync(log.in('a.log'), log.in('hard.log'));
    symlinkSync('a.log', log.in('soft.log'));
    const setup = setUp({}, ['a.log', 'hard.log', 'soft.log', './a.log'], log);
    expect(await readLanes(setup)).toEqual([['a']]);
    for (const name of ['hard.log', 'soft.log']) {
      expect(setup.sinks.get(name)?.events).toEqual(['duplicate']);
      expect(setup.sinks.get(name)?.details).toEqual([`it is the same file as ${log.in('a.log')}, and is read there`]);
    }
  });

  it('are read once when they stand beside their own compressed copies', async () => {
    const setup = setUp({ 'a.log.1.gz': 'one\ntwo\n', 'a.log.1': 'one\ntwo\n', 'b.log.gz': 'three\nfour\n', 'b.log': 'three\n' });
    expect((await readLanes(setup)).flat().sort()).toEqual(['four', 'one', 'three', 'two']);
    expect(setup.sinks.get('a.log.1.gz')?.events).toEqual(['duplicate']);
    expect(setup.sinks.get('b.log')?.events).toEqual(['duplicate']); // somebody unpacks it just now
  });

  it('are both read when a compressed one holds something else', async () => {
    const setup = setUp({ 'a.log.1.gz': 'zero\n', 'a.log.1': 'one\n' });
    expect((await readLanes(setup)).flat().sort()).toEqual(['one', 'zero']);
  });

  it('are read in their compressed copies when they are gone by then', async () => {
    const setup = setUp({ 'a.log': 'three\n', 'a.log.1.gz': 'one\ntwo\n', 'a.log.1': 'one\ntwo\n' });
    rmSync(setup.log.in('a.log.1'));
    expect(await readLanes(setup)).toEqual([['one', 'two', 'three']]);
  });

  it('that cannot be opened are told of at once, and the others are read', async () => {
    const log = new ServerLog();
    mkdirSync(log.in('folder'));
    const setup = setUp({ 'a.log': 'a\n' }, ['gone.log', 'a.log', 'folder'], log);
    expect(setup.failures).toEqual(['no such file', expect.stringContaining('it is a directory')]);
    expect(setup.sinks.get('gone.log')?.events).toEqual(['missing']);
    expect(await readLanes(setup)).toEqual([['a']]);
  });

  it('that are gone when their turn comes are told of then', async () => {
    const setup = setUp({ 'a.log.1': '1\n', 'a.log': '2\n' });
    const first = setup.lanes[0]!.next();
    setup.log.dispose();
    while ((await first?.source.read()) === true);
    expect(setup.lanes[0]!.next()).toBeNull();
    expect(setup.sinks.get('a.log')?.events).toEqual(['missing']);
  });

  it('are not opened any more when their lane is closed', () => {
    const setup = setUp({ 'a.log.1': '1\n', 'a.log': '2\n' });
    const lane = setup.lanes[0]!;
    lane.next();
    lane.close();
    lane.close();
    expect([lane.next(), setup.open()]).toEqual([null, 0]);
  });
});

describe('more logs than descriptors', () => {
  /** Of more than two blocks each. */
  const textsOf = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [n % 3 === 0 ? `${String(n)}.log.gz` : `${String(n)}.log`, `${String(n).repeat(999)}\n`.repeat(2500)]));

  /** Reads a block of each in turn, as a merge does. */
  const readInTurn = async ({ lanes }: Setup): Promise<void> => {
    let waiting = lanes.flatMap((lane) => lane.next() ?? []);
    while (waiting.length > 0) {
      const more: typeof waiting = [];
      for (const input of waiting) if (await input.source.read()) more.push(input);
      waiting = more;
    }
  };

  it('are read to their ends all the same', async () => {
    const texts = textsOf(8);
    const setup = setUp(texts, undefined, undefined, 3);
    await readInTurn(setup);
    for (const [name, sink] of setup.sinks) {
      expect([name, sink.events, `${sink.read.join('\n')}\n` === texts[name]]).toEqual([name, ['opened', 'ended'], true]);
    }
    expect(setup.open()).toBe(0);
  });

  it('are given up where another file has come to the name meanwhile, which is told', async () => {
    const setup = setUp(textsOf(3), undefined, undefined, 1);
    const inputs = setup.lanes.flatMap((lane) => lane.next() ?? []);
    for (const { source } of inputs) await source.read();
    renameSync(setup.log.in('1.log'), setup.log.in('away'));
    writeFileSync(setup.log.in('1.log'), 'other\n');
    while (await inputs[1]!.source.read());
    const sink = setup.sinks.get('1.log')!;
    expect(new Set(sink.read)).toEqual(new Set(['1'.repeat(999)]));
    expect(sink.events).toEqual(['opened', 'unreadable', 'ended']);
    expect(sink.details[1]).toMatch(/another file/);
    for (const { source } of inputs) source.close();
    expect(setup.open()).toBe(0);
  });

  it('are a mistake when not one can be had: none is left out', () => {
    expect(() => setUp(textsOf(3), undefined, undefined, 0)).toThrow(UserError);
  });
});
