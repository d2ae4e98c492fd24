import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { Detector, detectFormat, rankFormats, SAMPLE_LINES } from '../../src/formats/detection.js';
import { clfTime } from './clf-time.js';
import { isRecognisable } from './recognise.js';

const linesOf = (name: string): string[] =>
  readFileSync(new URL(`../../sample-logs/${name}`, import.meta.url), 'latin1').split('\n').slice(0, 100);
const formatOf = (lines: readonly string[]): string | null => detectFormat(lines)?.name ?? null;

const SAMPLES = [
  ['common.log', 'common'],
  ['combined.log', 'combined'],
  ['vhost-common.log', 'vhost-common'],
  ['vhost-combined.log', 'vhost-combined'],
  ['requests.csv', 'csv'],
  ['nasty.log', 'combined'],
] as const;

/** A few lines each. */
const SMALL = [
  ['nginx-ingress.log', 'nginx-ingress'],
  ['traefik.log', 'traefik'],
  ['haproxy.log', 'haproxy'],
  ['envoy.log', 'envoy'],
  ['squid.log', 'squid'],
  ['alb.log', 'alb'],
  ['elb.log', 'elb'],
  ['s3.log', 's3'],
  ['gcs.csv', 'gcs'],
  ['iis.log', 'w3c'],
  ['cloudfront.log', 'cloudfront'],
  ['gunicorn.log', 'combined'],
  ['apache-error.log', 'apache-error'],
  ['nginx-error.log', 'nginx-error'],
] as const;
const ALL = [...SAMPLES, ...SMALL];

const JUNK = ['', 'Server started', '   at Object.<anonymous> (/srv/app.js:10:5)', '{"level":"info"}', '\\x16\\x03'];

describe('a sample log is recognised', () => {
  test.each(ALL)('%s is %s', (name, format) => {
    expect(formatOf(linesOf(name))).toBe(format);
  });

  test.each(ALL)('%s is %s by any single record', (name, format) => {
    // A line of an error log is among the nasty ones, and W3C's version says nothing of who writes it.
    const records = linesOf(name).filter((line) => isRecognisable(line) && !line.startsWith('#Version') && (name !== 'nasty.log' || !/^\d+\/\d+\/\d+ /.test(line)));
    expect(records.length).toBeGreaterThan(10);
    for (const line of records) expect(formatOf([line])).toBe(format);
  });

  test.each(ALL)('%s is %s with a fifth of junk among its lines', (name, format) => {
    const mixed = linesOf(name).flatMap((line, at) => (at % 4 === 0 ? [JUNK[(at / 4) % JUNK.length]!, line] : [line]));
    expect(formatOf(mixed)).toBe(format);
  });

  // With anything behind it Common might be a Combined of which the rest is odd.
  test.each(ALL.filter(([, format]) => !format.endsWith('common')))('%s is %s with something behind each line', (name, format) => {
    const longer = linesOf(name).filter((line) => isRecognisable(line)).map((line) => `${line}${name.endsWith('.csv') ? ',"x"' : ' x'}`);
    expect(formatOf(longer)).toBe(format);
  });

  test.each(ALL)('%s is %s after a lot of junk', (name, format) => {
    expect(formatOf([...JUNK, ...JUNK, ...JUNK, ...linesOf(name).slice(0, 2)])).toBe(format);
  });
});

const time = clfTime(1_542_900_000);
const common = `192.0.2.1 - - [${time}] "GET /a HTTP/1.1" 200 12`;
const combined = `${common} "-" "curl/8.9.1"`;

describe('the format of a file', () => {
  test.each([
    ["nginx's main (combined and the forwarded address) is read as combined", [`${combined} "198.51.100.7"`, `${combined} "-"`], 'combined'],
    ['mostly Combined with a Common line is combined', [common, combined, combined], 'combined'],
    ['mostly Common with a Combined line is common', [common, common, combined], 'common'],
    ['as many of the one as of the other is the richer', [common, combined], 'combined'],
    ['the header of the CSV alone is csv', ['"remotehost","rfc931","authuser","date","request","status","bytes"'], 'csv'],
    ['the CSV without its header is csv', ['"10.0.0.2","-","apache",1549573860,"GET /api/user HTTP/1.0",200,1234'], 'csv'],
    ['an IPv6 client is no virtual host', [combined.replace('192.0.2.1', '2001:db8::7')], 'combined'],
    ['an IPv6 virtual host is one', [`[2001:db8::7]:443 ${combined}`], 'vhost-combined'],
    ['a virtual host without its port among others does not make hosts of them', [...new Array<string>(9).fill(`shop.example:80 ${combined}`), `shop.example ${combined}`], 'vhost-combined'],
    ['what stands before each line leaves it what it is', [...new Array<string>(80).fill(`web-1  | ${combined}`), `web-1  | ${common}`], 'combined'],
    ['and is no request less than a few others', [...new Array<string>(9).fill(`web-1  | ${combined}`), '{"time":1542900000,"status":200}'], 'combined'],
    ['a user with a space', [combined.replace(' - - ', ' - jane doe ')], 'combined'],
    ['a size of -', [common.replace(/12$/, '-')], 'common'],
    ['no lines', [], null],
    ['only junk', JUNK, null],
    ['JSON with a time and a status', ['{"time":1542900000,"status":200}'], 'json'],
    ['JSON without a time', ['{"level":"info","status":200}'], null],
    ['JSON with nothing but a time', ['{"time":1542900000,"load":0.7}'], null],
  ])('%s', (_, lines, format) => {
    expect(formatOf(lines)).toBe(format);
  });

  test('is recognised by a line whose target is thousands of bytes long', () => {
    const long = combined.replace('/a', `/${'a'.repeat(20_000)}`);
    expect(isRecognisable(long)).toBe(true);
    expect(formatOf([long])).toBe('combined');
  });

  test('is looked for from the first line on that fits any', () => {
    expect(formatOf([...new Array<string>(SAMPLE_LINES).fill('junk'), combined])).toBe('combined');
    expect(formatOf([common, ...new Array<string>(SAMPLE_LINES).fill('junk'), combined, combined])).toBe('common');
  });
});

test("a server's words about itself do not make its requests another format's", () => {
  const words = '{"level":"info","ts":1542901922.0,"logger":"http","msg":"server running"}';
  const requests = linesOf('caddy.json').slice(0, 3);
  expect(formatOf([words])).toBe('json');
  expect(formatOf([words, words, words, ...requests])).toBe('caddy');
});

describe('formats that fit as well are named', () => {
  test.each([
    ['no other', [combined, combined], []],
    ['a part of the one', [`${combined} "x"`], ['common']],
    ['as many of the one as of the other', [combined, common], ['common']],
    ['what is told apart by its keys alone', linesOf('caddy.json').slice(0, 3), ['json']],
    ['not what fits fewer', [combined, combined, common], []],
  ])('%s', (_, lines, others) => {
    const sample = new Detector().newSample();
    for (const line of lines) sample.add(chunkOf(Buffer.from(line)), 0, line.length);
    expect(sample.choose()?.others.map(({ name }) => name)).toEqual(others);
  });
});

test('samples that take turns know nothing of each other', () => {
  const detector = new Detector();
  const [one, other] = [detector.newSample(), detector.newSample()];
  for (const line of [combined, combined]) {
    one.add(chunkOf(Buffer.from(line)), 0, line.length);
    other.add(chunkOf(Buffer.from(common)), 0, common.length);
  }
  expect([one.choose()?.format.name, other.choose()?.format.name]).toEqual(['combined', 'common']);
});

test('formats are ranked by the records that they read, then by those that they read as a whole', () => {
  const ranks = rankFormats([combined, common, combined, 'junk']);
  expect(ranks.map(({ format, records, whole }) => [format.name, records, whole])).toEqual([
    ['combined', 3, 2],
    ['common', 3, 1],
    ['nginx-ingress', 3, 0],
    ['traefik', 3, 0],
  ]);
});

test('lines made to keep a pattern busy are soon done with', () => {
  const hostile = ['"","'.repeat(16_000), `"${'","'.repeat(21_000)}`, `a ${' ['.repeat(30_000)}`, `${':1'.repeat(30_000)} x`, '\\"'.repeat(30_000), ' '.repeat(60_000)];
  for (const line of hostile) {
    expect(isRecognisable(line)).toBe(false);
    expect(isRecognisable(`"a","b","c",123,"${line}`)).toBe(false);
    expect(isRecognisable(`${common.slice(0, -9)}${line}`)).toBe(false);
  }
});
