import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkOf } from '../../../src/core/byte-chunk.js';
import { SLOT } from '../../../src/formats/field.js';
import { createRowFields } from '../../../src/formats/row-fields.js';
import type { Format } from '../../../src/formats/format.js';
import { formatNamed } from '../../../src/formats/registry.js';
import { connectionsKind } from '../../../src/reports/connections/connections-kind.js';
import type { ConnectionsPart } from '../../../src/reports/connections/connections-part.js';
import type { ConnectionsResult } from '../../../src/reports/connections/connections-result.js';
import type { ConnectionsChoice } from '../../../src/reports/report-choice.js';
import { pasted } from '../../formats/read-line.js';

const SEED = 42;
const NOBODY = { window: { from: null, to: null }, oldest: null, newest: null };
const connections = formatNamed('connections')!;

const choiceOf = (fromHosts: readonly string[], toHosts: readonly string[]): ConnectionsChoice => ({ report: 'connections', fromHosts, toHosts, groupingSeconds: null });

/** Counts lines in one part for each list of them, quickly where the format can. */
const partsOf = (choice: ConnectionsChoice, lists: readonly (readonly string[])[], format: Format = connections, isQuick = true): ConnectionsPart[] => {
  const counter = connectionsKind(choice).newCounter(SEED);
  const wanted = counter.bind(format.fields);
  const reader = format.newReader(wanted);
  const quick = isQuick ? format.newQuickLines?.(wanted, counter.seed, -Infinity, Infinity) : undefined;
  return lists.map((lines) => {
    const chunk = chunkOf(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1'));
    const to = chunk.bytes.length;
    for (let at = 0; at < to; ) {
      const behind = quick?.next(chunk, at, to) ?? -1;
      const newline = behind < 0 ? chunk.bytes.indexOf(10, at) : behind - 1;
      if (behind >= 0) counter.addQuick!(chunk, quick!.fields);
      else if (reader.read(chunk, at, newline)) counter.add(reader.record, chunk, at, newline);
      at = newline + 1;
    }
    return structuredClone(counter.cut().part);
  });
};

const resultOf = (choice: ConnectionsChoice, parts: readonly ConnectionsPart[]): ConnectionsResult => {
  const total = connectionsKind(choice).newTotal(SEED);
  for (const part of parts) total.merge(part);
  return total.finish(NOBODY);
};

const report = (choice: ConnectionsChoice, lines: readonly string[], format?: Format): ConnectionsResult => resultOf(choice, partsOf(choice, [lines], format));

type Pair = readonly [from: string, to: string];

const counted = (names: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

const mostOf = (names: readonly string[]): { host: string; count: number } | null => {
  const [first] = [...counted(names)].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first === undefined ? null : { host: first[0], count: first[1] };
};

const sortedOnce = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** What the report is to say, by sets and maps. */
const plainly = ({ fromHosts, toHosts }: ConnectionsChoice, pairs: readonly Pair[]): ConnectionsResult => ({
  report: 'connections',
  connectedTo: toHosts.map((host) => {
    const found = pairs.filter(([, to]) => to === host);
    return { host, hosts: sortedOnce(found.map(([from]) => from)), connections: found.length };
  }),
  receivedFrom: fromHosts.map((host) => {
    const found = pairs.filter(([from]) => from === host);
    return { host, hosts: sortedOnce(found.map(([, to]) => to)), connections: found.length };
  }),
  mostReceived: mostOf(pairs.map(([, to]) => to)),
  mostGenerated: mostOf(pairs.map(([from]) => from)),
  timeline: null,
  error: 0,
});

const lineOf = ([from, to]: Pair): string => `1767225600 ${from} ${to}`;

describe('a report of connections', () => {
  const host = fc.constantFrom('a', 'A', 'b', 'alpine', 'Alpine', 'alpine1', 'Delta', '-', 'x'.repeat(60));
  const pairs = fc.array(fc.tuple(host, host), { maxLength: 60 });
  const asked = fc.uniqueArray(host, { maxLength: 3 });

  test('says what sets and maps say, quickly and line by line', () => {
    fc.assert(
      fc.property(pairs, asked, asked, (all, from, to) => {
        const choice = choiceOf(from, to);
        for (const isQuick of [true, false]) expect(resultOf(choice, partsOf(choice, [all.map(lineOf)], connections, isQuick))).toEqual(plainly(choice, all));
      }),
      { numRuns: 30 },
    );
  });

  test('is the same in whatever parts and order the lines come', () => {
    fc.assert(
      fc.property(fc.array(pairs, { maxLength: 5 }), asked, asked, fc.infiniteStream(fc.nat()), (lists, from, to, keys) => {
        const choice = choiceOf(from, to);
        const shuffled = <T>(items: readonly T[]): T[] => items.map((item) => [keys.next().value as number, item] as const).sort(([a], [b]) => a - b).map(([, item]) => item);
        const parts = partsOf(choice, shuffled(lists).map((list) => shuffled(list).map(lineOf)));
        expect(resultOf(choice, parts)).toEqual(plainly(choice, lists.flat()));
      }),
      { numRuns: 30 },
    );
  });

  test('tells of intervals where they are asked for, and of hosts the same as without', () => {
    const START = 1_767_225_600;
    const at = fc.array(fc.tuple(fc.nat(5000), host, host), { maxLength: 60 });
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 2000 }), fc.boolean(), (all, groupingSeconds, isQuick) => {
        const choice = choiceOf(['a'], ['b']);
        const lines = all.map(([second, from, to]) => `${START + second} ${from} ${to}`);
        const { timeline, ...hosts } = resultOf({ ...choice, groupingSeconds }, partsOf({ ...choice, groupingSeconds }, [lines.slice(0, 20), lines.slice(20)], connections, isQuick));
        expect({ ...hosts, timeline: null }).toEqual(plainly(choice, all.map(([, from, to]) => [from, to])));
        const expected = counted(all.map(([second]) => String(Math.floor((START + second) / groupingSeconds) * groupingSeconds)));
        expect(new Map(timeline!.rows.filter(({ connections: n }) => n > 0).map(({ from, connections: n }) => [String(from), n]))).toEqual(expected);
        expect(timeline!.rows.map(({ from }) => from)).toEqual(timeline!.rows.map((_, n) => timeline!.rows[0]!.from + n * groupingSeconds));
      }),
      { numRuns: 30 },
    );
  });

  test('can be had on the way: more is merged afterwards', () => {
    const choice = choiceOf([], ['b']);
    const [first, second] = partsOf(choice, [[lineOf(['a', 'b'])], [lineOf(['c', 'b'])]]);
    const total = connectionsKind(choice).newTotal(SEED);
    total.merge(first!);
    expect(total.finish(NOBODY).connectedTo).toEqual([{ host: 'b', hosts: ['a'], connections: 1 }]);
    total.merge(second!);
    expect(total.finish(NOBODY).connectedTo).toEqual([{ host: 'b', hosts: ['a', 'c'], connections: 2 }]);
  });

  test('of nothing has no host that has the most', () => {
    expect(report(choiceOf(['a'], ['b']), [])).toEqual({
      report: 'connections',
      connectedTo: [{ host: 'b', hosts: [], connections: 0 }],
      receivedFrom: [{ host: 'a', hosts: [], connections: 0 }],
      mostReceived: null,
      mostGenerated: null,
      timeline: null,
      error: 0,
    });
  });

  test('tells hosts apart byte by byte, and sorts them so', () => {
    const odd = ['\xff', 'Z\xc3\xbcrich', 'z', '\xfe', 'Z'];
    const { connectedTo, mostGenerated } = report(choiceOf([], ['Zürich']), odd.map((name) => lineOf([name, 'Z\xc3\xbcrich'])));
    expect(connectedTo[0]).toEqual({ host: 'Zürich', hosts: ['Z', 'Zürich', 'z', '\ufffd', '\ufffd'], connections: 5 });
    expect(mostGenerated).toEqual({ host: 'Z', count: 1 });
  });

  test('knows a long host by its first 1,024 bytes, also when it is asked for', () => {
    const long = 'x'.repeat(1024);
    const { connectedTo } = report(choiceOf([], [`${long}a`, `${long}b`]), [lineOf(['a', `${long}a`]), lineOf(['b', `${long}c`])]);
    expect(connectedTo.map(({ hosts, connections: count }) => [hosts, count])).toEqual([[['a', 'b'], 2], [['a', 'b'], 2]]);
  });
});

describe('of an access log', () => {
  const CLF = '- - [22/Nov/2018:15:52:00 +0000] "GET /food/pizza HTTP/1.1" 200 12';

  test.each<[string, Format, string, Pair]>([
    ['the client and the virtual host', formatNamed('vhost-common')!, `shop.example:443 192.0.2.1 ${CLF}`, ['192.0.2.1', 'shop.example']],
    ['the client and the section where there is no virtual host', formatNamed('common')!, `192.0.2.1 ${CLF}`, ['192.0.2.1', 'food']],
    ['the section where the line tells no virtual host', formatNamed('json')!, '{"time":"2018-11-22T15:52:00Z","remote_addr":"::1","path":"/food/x","status":200}', ['::1', 'food']],
    ['a host without its escapes', formatNamed('json')!, '{"time":"2018-11-22T15:52:00Z","remote_addr":"::1","host":"sh\\u006fp","path":"/","status":200}', ['::1', 'shop']],
    ['the root', formatNamed('common')!, '192.0.2.1 - - [22/Nov/2018:15:52:00 +0000] "GET / HTTP/1.1" 200 12', ['192.0.2.1', '/']],
    ['a dash for a client that is absent', pasted('%t "%r" %>s'), '[22/Nov/2018:15:52:00 +0000] "GET /a HTTP/1.1" 200', ['-', 'a']],
    ['a dash for what is no request', formatNamed('common')!, '192.0.2.1 - - [22/Nov/2018:15:52:00 +0000] "\\x16\\x03" 400 0', ['192.0.2.1', '-']],
  ])('has %s', (_, format, line, [from, to]) => {
    expect(report(choiceOf([from], []), [line, line], format)).toMatchObject({ mostGenerated: { host: from, count: 2 }, mostReceived: { host: to, count: 2 }, receivedFrom: [{ hosts: [to] }] });
  });

  test.each<[string, string | null, string]>([
    ['/food/pizza', null, 'food'],
    ['//', null, '/'],
    ['/food', 'shop.example', 'shop.example'],
  ])('the fast path sends %s of %s to %s', (path, vhost, to) => {
    const choice = choiceOf([], []);
    const counter = connectionsKind(choice).newCounter(SEED);
    const { record } = formatNamed('vhost-common')!.newReader();
    const line = chunkOf(Buffer.from(`${vhost ?? ''} h ${path}`));
    const at = vhost?.length ?? 0;
    record.line = line;
    record.spans.set(vhost === null ? [-1, -1] : [0, at], SLOT.vhost * 2);
    counter.addUsual!(line, { ...createRowFields(), hostFrom: at + 1, hostTo: at + 2, pathFrom: at + 3, pathTo: line.bytes.length }, record);
    expect(resultOf(choice, [counter.cut().part]).mostReceived).toEqual({ host: to, count: 1 });
  });
});

describe('of more hosts than are kept apart', () => {
  const HOSTS = 70_000;
  const many = Array.from({ length: HOSTS }, (_, n) => `h${n}`);
  const choice = choiceOf(['h7'], ['Delta']);

  test('has the largest counts, those that were asked for exactly, and says how far others may be too low', () => {
    const lines = [...many.map((name) => lineOf([name, 'Delta'])), ...Array.from({ length: 9 }, () => lineOf(['h3', 'Echo']))];
    const result = resultOf(choice, partsOf(choice, [lines.slice(0, 40_000), lines.slice(40_000)]));
    expect(result.error).toBe(1);
    expect(result.mostGenerated).toEqual({ host: 'h3', count: 10 });
    expect(result.mostReceived).toEqual({ host: 'Delta', count: HOSTS });
    expect(result.receivedFrom).toEqual([{ host: 'h7', hosts: ['Delta'], connections: 1 }]);
    expect(result.connectedTo[0]).toMatchObject({ connections: HOSTS, hosts: ['h3', 'h7'] });
  });

  test('also when they are too many for one part', () => {
    const lines = [...many, ...many.map((name) => `${name}.example`)].flatMap((name) => [lineOf([name, 'Delta']), lineOf(['h5', name])]);
    const result = resultOf(choice, partsOf(choice, [lines]));
    expect(result.error).toBeGreaterThan(0);
    expect(result.mostGenerated).toEqual({ host: 'h5', count: 2 * HOSTS + 1 });
    expect(result.mostReceived).toEqual({ host: 'Delta', count: 2 * HOSTS });
    expect(result.connectedTo[0]!.hosts).toContain('h7');
  });
});
