import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { MAX_KEY_BYTES } from '../../src/core/key-table.js';
import { SLOT } from '../../src/formats/field.js';
import { LayoutError } from '../../src/formats/layouts/layout.js';
import type { LineReader } from '../../src/formats/line-reader.js';
import { pastedLayout } from '../../src/formats/layouts/pasted-layout.js';
import type { TextFormat } from '../../src/formats/text-format.js';
import { clfTime } from './clf-time.js';
import { fieldsOf, pasted, readWith } from './read-line.js';
import type { Fields } from './read-line.js';
import { scan } from './scan.js';
import type { ScannedLine } from './scan.js';

/** A directive with something that its server writes for it, and what that means. */
interface Written {
  directive: string;
  text: string;
  fields: Fields;
}

const item = <Value>(directive: string, value: fc.Arbitrary<Value>, print: (value: Value) => string, mean: (value: Value) => Fields): fc.Arbitrary<Written> =>
  value.map((each) => ({ directive, text: print(each), fields: mean(each) }));

const second = fc.integer({ min: 0, max: 4e9 });
const whole = fc.oneof(fc.nat({ max: 1000 }), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('h.example', 'unix:'));
const status = fc.integer({ min: 0, max: 999 });
const segment = fc.constantFrom('a', 'food', '%20', 'pizza', '..', 'x\u00e9');
const path = fc.array(segment, { maxLength: 3 }).map((segments) => `/${segments.join('/')}`);
const query = fc.constantFrom('', 'x=1', 'a&b', 'q=?');
const text = fc.string({ unit: fc.constantFrom('a', 'Z', ' ', '"', '\\', '/', '\t', '\u00e9', '\u{1f355}', '\\x', '-', ']', ','), minLength: 2, maxLength: 8 });

const sectionOf = (target: string): string => target.split('/').find((each) => each !== '') ?? '/';
const requestFields = (target: string, asked: string, rest: Fields = {}): Fields => ({
  path: target,
  section: sectionOf(target),
  ...(asked === '' ? {} : { query: asked }),
  ...rest,
});
const targetOf = (target: string, asked: string): string => (asked === '' ? target : `${target}?${asked}`);

const seconds = (value: number): string => (value / 1000).toFixed(3);
const milliseconds = fc.nat({ max: 100_000 });

/** Text that httpd escapes: byte by byte what is not printable ASCII. */
const apacheEscaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\t', '\\t').replaceAll('\u00e9', '\\xc3\\xa9');
const nginxEscaped = (value: string): string => value.replaceAll('\\', '\\x5C').replaceAll('"', '\\x22').replaceAll('\t', '\\x09').replaceAll('\u00e9', '\\xC3\\xA9');

/** What is written in quotes, or in brackets for times, wherever it stands. */
const APACHE: readonly fc.Arbitrary<Written>[] = [
  item('%h', address, String, (host) => ({ host })),
  item('%>s', status, (value) => String(value).padStart(3, '0'), (value) => ({ status: value })),
  item('%b', whole, String, (bytes) => ({ bytes })),
  item('%I', whole, String, (bytesIn) => ({ bytesIn })),
  item('%D', fc.nat(), String, (value) => ({ duration: value / 1e6 })),
  item('%{ms}T', fc.nat(), String, (value) => ({ duration: value / 1e3 })),
  item('%P', fc.nat(), String, (pid) => ({ pid })),
  item('%X', fc.constantFrom('+', 'X'), String, (connection) => ({ connection })),
  item('%v:%p', fc.tuple(address, fc.nat({ max: 65_535 })), ([vhost, port]) => `${vhost}:${port}`, ([vhost, port]) => ({ vhost, port })),
  item('"%r"', fc.tuple(path, query), ([target, asked]) => `"GET ${targetOf(target, asked)} HTTP/1.1"`, ([target, asked]) => requestFields(target, asked, { method: 'GET', protocol: 'HTTP/1.1' })),
  item('"%m %U%q %H"', fc.tuple(path, query), ([target, asked]) => `"PUT ${targetOf(target, asked)} HTTP/2.0"`, ([target, asked]) => requestFields(target, asked, { method: 'PUT', protocol: 'HTTP/2.0' })),
  item('"%{User-Agent}i"', text, (value) => `"${apacheEscaped(value)}"`, (agent) => ({ agent })),
  item('"%{X-Own}o"', text, (value) => `"${apacheEscaped(value)}"`, (value) => ({ 'X-Own': value })),
];

const NGINX: readonly fc.Arbitrary<Written>[] = [
  item('$remote_addr', address, String, (host) => ({ host })),
  item('$status', status, (value) => String(value).padStart(3, '0'), (value) => ({ status: value })),
  item('$body_bytes_sent', whole, String, (bytes) => ({ bytes })),
  item('$request_length', whole, String, (bytesIn) => ({ bytesIn })),
  item('$request_time', milliseconds, seconds, (value) => ({ duration: value / 1000 })),
  item('$upstream_response_time', fc.array(milliseconds, { minLength: 1, maxLength: 4 }), (values) => values.map(seconds).join(', '), (values) => ({
    upstreamDuration: expect.closeTo(values.reduce((sum, value) => sum + value / 1000, 0), 9) as number,
  })),
  item('$upstream_addr', fc.array(address, { minLength: 1, maxLength: 3 }), (values) => values.join(' : '), (values) => ({ upstream: values.join(' : ') })),
  item('"$request"', fc.tuple(path, query), ([target, asked]) => `"GET ${targetOf(target, asked)} HTTP/1.1"`, ([target, asked]) => requestFields(target, asked, { method: 'GET', protocol: 'HTTP/1.1' })),
  item('$request_method $request_uri', fc.tuple(path, query), ([target, asked]) => `PUT ${targetOf(target, asked)}`, ([target, asked]) => requestFields(target, asked, { method: 'PUT' })),
  item('"$http_user_agent"', text, (value) => `"${nginxEscaped(value)}"`, (agent) => ({ agent })),
  item('"$my_own"', text, (value) => `"${nginxEscaped(value)}"`, (value) => ({ my_own: value })),
];

const iso = (at: number): string => new Date(at * 1000).toISOString().replace('.000', '');

const APACHE_TIMES = [
  item('%t', second, (at) => `[${clfTime(at)}]`, (time) => ({ time })),
  item('%{sec}t', second, String, (time) => ({ time })),
  item('%{%Y-%m-%dT%H:%M:%SZ}t', second, iso, (time) => ({ time })),
  item('%{usec}t', second, (at) => `${at}000042`, (time) => ({ time, fraction: 42_000 })),
];
const NGINX_TIMES = [
  item('[$time_local]', second, (at) => `[${clfTime(at)}]`, (time) => ({ time })),
  item('$time_iso8601', second, iso, (time) => ({ time })),
  item('$msec', second, (at) => `${at}.250`, (time) => ({ time, fraction: 250_000_000 })),
];

interface Case {
  layout: string;
  line: string;
  fields: Fields;
}

/** A layout of some directives, no field twice, and a line of it. */
const cases = (times: readonly fc.Arbitrary<Written>[], items: readonly fc.Arbitrary<Written>[]): fc.Arbitrary<Case> => {
  const chosen = fc.shuffledSubarray([...items], { minLength: 1 }).chain((some) => fc.tuple(...some));
  const between = fc.constantFrom(' ', '|', '\t', ' -- ', ' (x) ');
  return fc.tuple(fc.oneof(...times), chosen, fc.nat(), fc.array(between, { minLength: items.length, maxLength: items.length })).map(([time, some, at, separators]) => {
    const all = some.toSpliced(at % (some.length + 1), 0, time);
    const taken = new Set<string>();
    const kept = all.filter(({ fields }) => {
      const names = Object.keys(fields);
      // What begins with the same field twice would get another name the second time.
      const isNew = names.every((name) => !taken.has(name)) && !(taken.has('path') && 'method' in fields);
      if (isNew) for (const name of [...names, ...('path' in fields ? ['query', 'method', 'protocol'] : [])]) taken.add(name);
      return isNew;
    });
    const join = (part: 'directive' | 'text'): string => kept.map((each, n) => each[part] + (n === kept.length - 1 ? '' : separators[n]!)).join('');
    return { layout: join('directive'), line: join('text'), fields: Object.assign({}, ...kept.map(({ fields }) => fields)) as Fields };
  });
};

/** Lines that the fast path may take, and some that only look so. */
const usual: fc.Arbitrary<Case> = fc
  .record({
    layout: fc.constantFrom(
      '%h %l %u %t "%r" %>s %b',
      '%v:%p %h %l %u %t "%r" %>s %O "%{Referer}i"',
      '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer"',
    ),
    host: address,
    user: fc.constantFrom('-', '-', '-', 'jane', 'jane doe'),
    time: second,
    method: fc.constantFrom('GET', 'POST', 'get', 'M-SEARCH'),
    target: path,
    asked: query,
    protocol: fc.constantFrom(' HTTP/1.1', ' HTTP/1.1', ' HTTP/2', ''),
    status,
    bytes: fc.constantFrom('-', '0', '12', '123456'),
  })
  .map(({ layout, host, user, time, method, target, asked, protocol, status: code, bytes }) => ({
    layout,
    line: `${layout.startsWith('%v') ? 'shop.example:443 ' : ''}${host} - ${user} [${clfTime(time)}] "${method} ${targetOf(target, asked)}${protocol}" ${code} ${bytes} "-"`,
    fields: {},
  }));

const any = fc.oneof(cases(APACHE_TIMES, APACHE), cases(NGINX_TIMES, NGINX));

/** Characters that mean something somewhere in a line, and a few that are odd. */
const MARKS = Array.from('" \\[]:/-+,05aHTP.?|\t\r\u0000\u00ff');

const mutated = (cases: fc.Arbitrary<Case>): fc.Arbitrary<Case> =>
  fc
    .tuple(cases, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 2 }), fc.constantFrom(...MARKS, '')), { maxLength: 3 }))
    .map(([{ layout, line, fields }, changes]) => ({
      layout,
      fields,
      line: changes.reduce((now, [at, removed, added]) => {
        const place = at % (now.length + 1);
        return now.slice(0, place) + added + now.slice(place + removed);
      }, line),
    }));

const asKey = (value: Buffer): string => value.subarray(0, MAX_KEY_BYTES).toString();

/** What a scanner should make of the line that a reader has just read: the row of its record. */
const rowOf = (reader: LineReader): ScannedLine => {
  const { record } = reader;
  const raw = (slot: number, absent: string): string => {
    const from = record.spans[slot * 2]!;
    return from < 0 ? absent : asKey(record.line.bytes.subarray(from, record.spans[slot * 2 + 1]));
  };
  const code = Number.isNaN(record.status) ? null : record.status;
  const target = raw(SLOT.path, '-');
  return {
    second: record.second,
    status: code,
    bytes: Number.isNaN(record.bytes) ? 0 : record.bytes,
    section: raw(SLOT.section, '-'),
    host: raw(SLOT.host, '-'),
    path: target,
    failing: code !== null && code >= 400 && code <= 599 ? asKey(Buffer.from(`${code} ${raw(SLOT.method, '-').slice(0, 60) || '-'} ${target || '-'}`)) : null,
  };
};

const readBytes = (format: TextFormat, line: Buffer): { reader: LineReader; fits: boolean } => {
  const reader = format.newReader();
  return { reader, fits: reader.read(chunkOf(line), 0, line.length) };
};

describe('a layout of any directives', () => {
  test('gives back what was written by it', () => {
    fc.assert(
      fc.property(any, ({ layout, line, fields }) => {
        const format = pasted(layout);
        const reader = format.newReader();
        expect(readWith(reader, line)).toEqual(fields);
        expect([reader.whole, reader.failure]).toEqual([true, null]);
      }),
      { numRuns: 1500 },
    );
  });

  test('is read alike by its scanner and its reader, whatever the line', () => {
    fc.assert(
      fc.property(fc.oneof(any, usual, mutated(any), mutated(usual)), ({ layout, line }) => {
        const bytes = Buffer.from(line.replaceAll('\n', ' '));
        const format = pasted(layout);
        fc.pre(bytes.toString('latin1').trim() !== '' && bytes.at(-1) !== 13);
        const { reader, fits } = readBytes(format, bytes);
        expect(scan(format, bytes).lines).toEqual([fits ? rowOf(reader) : { reason: reader.reason }]);
      }),
      { numRuns: 1500 },
    );
  });

  test('says alike of a field whether or not others are wanted', () => {
    fc.assert(
      fc.property(mutated(any), fc.nat(), ({ layout, line }, at) => {
        const format = pasted(layout);
        const { name, slot } = format.fields[at % format.fields.length]!;
        const all = format.newReader();
        const one = format.newReader(new Set([slot]));
        const [fields, field] = [readWith(all, line), readWith(one, line)];
        expect(field?.[name]).toEqual(fields?.[name]);
        expect(field === null).toBe(fields === null);
      }),
      { numRuns: 500 },
    );
  });

  test('reads each line for itself, whatever stood before', () => {
    fc.assert(
      fc.property(any, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 2 }), fc.constantFrom(...MARKS))), ({ layout, line }, changes) => {
        const format = pasted(layout);
        const used = format.newReader();
        const lines = [line, ...changes.map(([at, removed, added]) => line.slice(0, at % line.length) + added + line.slice((at % line.length) + removed)), line];
        for (const each of lines) expect(readWith(used, each)).toEqual(readWith(format.newReader(), each));
      }),
      { numRuns: 300 },
    );
  });

  test('points into the line where that does not fit', () => {
    fc.assert(
      fc.property(mutated(any), ({ layout, line }) => {
        const bytes = Buffer.from(line);
        const { reader, fits } = readBytes(pasted(layout), bytes);
        const { failure } = reader;
        expect(fits && reader.whole).toBe(failure === null);
        if (failure === null) return;
        expect(failure.at).toBeGreaterThanOrEqual(0);
        expect(failure.at).toBeLessThanOrEqual(bytes.length);
        expect(failure.expected).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  test('makes one row of any bytes', () => {
    fc.assert(
      fc.property(any, fc.array(fc.uint8Array({ maxLength: 80 })), ({ layout, line }, noise) => {
        const bytes = Buffer.concat(noise.flatMap((each) => [Buffer.from(each), Buffer.from(`\n${line}\n`)]));
        const newlines = bytes.filter((byte) => byte === 10).length;
        expect(scan(pasted(layout), bytes).lines).toHaveLength(newlines);
      }),
      { numRuns: 300 },
    );
  });
});

test('any text is a layout or is refused at one of its columns', () => {
  const piece = fc.constantFrom('%', '$', '{', '}', '"', "'", '\\', ' ', ';', '%t', '%h', '%{sec}t', '%>', '%!', '%400,', '%{%Y', '^ti', 'log_format ', 'LogFormat ', 'CustomLog x ', 'escape=json ', '$msec', '${status}', ':', '%v', '%p', '$uri', '$args', '\u00e9', '\n', '#');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('');
      try {
        const format = pasted(text);
        expect(format.program.steps.length).toBeGreaterThan(0);
        readWith(format.newReader(), text);
      } catch (error) {
        if (!(error instanceof LayoutError)) throw error;
        expect(error.at).toBeGreaterThanOrEqual(0);
        expect(error.at).toBeLessThanOrEqual(text.length);
        expect(error.text).toBe(text);
      }
    }),
    { numRuns: 5000 },
  );
});

test('lines made to keep a reader busy are soon done with', () => {
  const layouts = ['%r %t', '%U%q x %t', '"%{X}i" %u [%{sec}t]', '$upstream_addr $request $msec', '$scheme://$host$request_uri $msec', '$upstream_response_time $msec'];
  const hostile = [' ', 'HTTP/ ', ' HTTP/', ': ', ' : ', ', ', '0, ', '"', '\\"', '" ', ' [', '/', '?', ' x', 'a:', '1'].map((unit) => unit.repeat(60_000 / unit.length));
  for (const layout of layouts) {
    const reader = new Map([[layout, pasted(layout).newReader()]]).get(layout)!;
    for (const line of hostile) expect(readWith(reader, line) === null || fieldsOf(reader)).toBeTruthy();
  }
});

test('a layout keeps the text that was pasted', () => {
  expect(pastedLayout('x', '%h %t').text).toBe('%h %t');
});
