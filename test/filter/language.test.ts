import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../src/filter/filter.js';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { FilterError } from '../../src/filter/filter-error.js';
import type { Format } from '../../src/formats/format.js';
import { W3C } from '../../src/formats/w3c/w3c-format.js';
import { formatNamed } from '../formats/scan.js';
import { holds, LINE, TIMED } from './held-line.js';

describe('of one line', () => {
  it.each<[string, boolean]>([
    ['status:404', true],
    ['status:200', false],
    ['status:4xx', true],
    ['status:4XX', true],
    ['status:5xx', false],
    ['status:40?', true],
    ['status:4*', true],
    ['status:>=404', true],
    ['status:>404', false],
    ['status:<=404', true],
    ['status: < 404', false],
    ['status:[400 TO 499]', true],
    ['status:[404 to 404]', true],
    ['status:{404 TO 499]', false],
    ['status:[400 TO 404}', false],
    ['status:[* TO 404]', true],
    ['status:[405 TO *]', false],
    ['status:(404 OR 5xx)', true],
    ['status:(>=400 AND -404)', false],
    ['status:404 section:api', true],
    ['status:404 AND section:food', false],
    ['status:404 && section:api', true],
    ['status:404&&section:api', true],
    ['status:500||section:food', false],
    ['status:(500||404)', true],
    ['status>=404', true],
    ['status>404', false],
    ['status< 405 bytes<=1.5kB', true],
    ['-status>=500', true],
    ['status:(>=400 <500)', true],
    ['status:(-200 -500)', true],
    ['agent:(*odd* *X11*)', true],
    ['id=7', true],
    ['<script>', false],
    ['status:500 OR section:api', true],
    ['status:500 || section:food', false],
    ['status:404 section:food OR method:GET', true],
    ['status:404 (section:food OR method:POST)', false],
    ['NOT status:404', false],
    ['!status:500', true],
    ['-section:food', true],
    ['not (section:food or section:drinks)', true],
    ['section:api -host:10.0.*', false],
    ['duration:250ms', true],
    ['duration:0.25', true],
    ['duration:>249ms', true],
    ['duration:>250ms', false],
    ['duration:>=250000us', true],
    ['duration:<1min', true],
    ['bytes:1500', true],
    ['bytes:1.5kB', true],
    ['bytes:>=1.5kB', true],
    ['bytes:<1.5kB', false],
    ['bytes:<1.5KiB', true],
    ['bytes:>1MB', false],
    ['time:>=12:00', true],
    ['time:12:05', true],
    ['time:12:05:03', true],
    ['time:>12:05', false],
    ['time:<=12:05', true],
    ['time:<12:05', false],
    ['time:[12:00 TO 12:04]', false],
    ['time:[12:00 TO 12:05]', true],
    ['time:[22:00 TO 13:00]', true],
    ['time:[22:00 TO 06:00]', false],
    ['time:2015-05-17', true],
    ['time:>2015-05-17', false],
    ['time:2015-05-17T14:05:03+02:00', true],
    ['time:[2015-05-17T12:05:03Z TO *]', true],
    ['time:2015-05-17T12:05:03.5', false],
    ['host:10.0.3.9', true],
    ['host:10.0.0.0/8', true],
    ['host:10.0.3.8/31', true],
    ['host:10.0.3.10/31', false],
    ['host:0.0.0.0/0', true],
    ['host:10.0.*', true],
    ['host:::ffff:10.0.0.0/104', true],
    ['host:2001:db8::/32', false],
    ['path:/api/v2/orders', true],
    ['path:/api', false],
    ['path:/api/*', true],
    ['path:/API/*', false],
    ['path:~/^\\/api\\/v[12]\\//', true],
    ['path:~/^\\/API\\//', false],
    ['path:~/^\\/API\\//i', true],
    ['path:"/api/v2/orders"', true],
    ['path:"/api/*"', false],
    ['path:\\/api\\/v2\\/*', true],
    ['method:get', true],
    ['protocol:http/1.1', true],
    ['query:id\\=7', true],
    ['user:alice', true],
    ['user:Alice', false],
    ['agent:*"odd"*', true],
    ['agent:"Mozilla/5.0 (X11) \\"odd\\""', true],
    ['agent:mozilla*', true],
    ['agent:*X11\\)?"*', true],
    ['agent:~/"odd"$/', true],
    ['_exists_:user', true],
    ['user:*', true],
    ['referrer:*', false],
    ['-_exists_:referrer', true],
    ['referrer:http*', false],
    ['NOT referrer:http*', true],
    ['X-Count:12', true],
    ['X-Count:>11', true],
    ['X-Count:[1 TO 11]', false],
    ['"X-Count":>11', true],
    ['orders', true],
    ['ORDERS', true],
    ['pizza', false],
    ['behind', false],
    ['"GET /api"', true],
    ['GET*HTTP', true],
    ['api?v2', true],
    ['api?v3', false],
    ['~/v\\d+\\/orders/', true],
    ['~/V\\d+\\/orders/', false],
    ['-pizza orders', true],
    ['"and"', false],
    ['*', true],
    ['status:2xx OR status:404', true],
  ])('%s: %s', (filter, expected) => {
    expect(holds(filter, TIMED, LINE)).toBe(expected);
  });
});

describe('of other formats', () => {
  it.each<[string, string, string, boolean]>([
    ['host:2001:db8::/32', 'common', '2001:0DB8:0:1::7 - - [17/May/2015:12:05:03 +0000] "GET / HTTP/1.1" 200 5', true],
    ['host:2001:db8:0:1::7', 'common', '2001:0DB8:0:1:0:0:0:7 - - [17/May/2015:12:05:03 +0000] "GET / HTTP/1.1" 200 5', true],
    ['host:10.0.0.0/8', 'common', '::ffff:10.1.2.3 - - [17/May/2015:12:05:03 +0000] "GET / HTTP/1.1" 200 5', true],
    ['host:H.Example', 'common', 'h.example - - [17/May/2015:12:05:03 +0000] "GET / HTTP/1.1" 200 5', true],
    ['section:\\/', 'common', 'h - - [17/May/2015:12:05:03 +0000] "GET / HTTP/1.1" 200 5', true],
    ['section:/', 'common', 'h - - [17/May/2015:12:05:03 +0000] "GET / HTTP/1.1" 200 5', true],
    ['bytes:>=0', 'common', 'h - - [17/May/2015:12:05:03 +0000] "GET / HTTP/1.1" 304 -', false],
    ['NOT bytes:>=0', 'common', 'h - - [17/May/2015:12:05:03 +0000] "GET / HTTP/1.1" 304 -', true],
    ['bytes:*', 'common', 'h - - [17/May/2015:12:05:03 +0000] "GET / HTTP/1.1" 304 -', false],
    ['duration:>1s', 'common', 'h - - [17/May/2015:12:05:03 +0000] "GET / HTTP/1.1" 200 5', false],
    ['path:/é', 'json', '{"time":"2018-11-22T15:52:01.5Z","path":"/\\u00e9","status":200}', true],
    ['time:15:52:01.5', 'json', '{"time":"2018-11-22T15:52:01.5Z","path":"/","status":200}', true],
    ['time:>15:52:01.5', 'json', '{"time":"2018-11-22T15:52:01.6Z","path":"/","status":200}', true],
    ['agent:*é*', 'json', '{"time":"2018-11-22T15:52:01Z","path":"/","status":200,"user_agent":"caf\\u00e9"}', true],
  ])('%s in %s: %s is %s', (filter, format, line, expected) => {
    expect(holds(filter, formatNamed(format), line)).toBe(expected);
  });
});

describe('a mistake is told where it stands', () => {
  it.each<[string, number, string]>([
    ['', 0, 'a condition such as'],
    ['  ', 2, 'a condition such as'],
    ['status:', 7, 'a value'],
    ['status:>=', 9, "a value behind '>='"],
    ['status:abc', 7, 'a status such as'],
    ['status:1000x', 7, 'a status such as'],
    ['status:~/5../', 7, 'holds numbers'],
    ['duration:>250mb', 10, 'a time such as 250ms'],
    ['bytes:>5m', 7, 'a size such as'],
    ['time:>25:00', 6, 'a time such as 12:00'],
    ['time:2015-02-30', 5, 'a time such as 12:00'],
    ['time:[12:00 TO 2015-05-17]', 5, 'a range of two times of day'],
    ['path:>5', 5, 'a text'],
    ['status:[400 499]', 12, "'TO'"],
    ['status:[400 TO', 14, 'the upper end'],
    ['status:[400 TO 499', 18, "']' or '}'"],
    ['status:[a TO 499]', 8, 'a range of which each end is'],
    ['status:[400 TO b]', 15, 'a range of which each end is'],
    ['time:[12:00 TO 25:00]', 15, 'a range of which each end is'],
    ['status:[499 TO 400]', 7, 'a range whose first end is the smaller one'],
    ['time:[2015-05-18 TO 2015-05-17]', 5, 'a range whose first end is the earlier one'],
    ['status:(404 500)', 12, "OR between values of 'status'"],
    ['section:(api OR (food drinks))', 22, "OR between values of 'section'"],
    ['user:AND', 5, 'a value'],
    ['section:(OR api)', 9, 'a value'],
    ['status >= 500', 7, "a field and ':' in front of '>='"],
    ['=404', 0, "a field and ':' in front of '='"],
    ['host:10.0.0.0/33', 5, 'an address, or a network'],
    ['host:10.0.0/8', 5, 'an address, or a network'],
    ['(status:404', 11, "')' for the '(' in column 1"],
    ['status:404)', 10, 'AND, OR'],
    ['status:404 AND', 14, 'a condition'],
    ['OR status:404', 0, 'a condition'],
    ['status:404 OR AND b', 14, 'a condition'],
    ['"open', 5, `'"' at the end`],
    ['path:~/a', 8, "'/' at the end"],
    ['path:~/(a/', 9, "in the regular expression ')'"],
    ['path:~/a(?=b)/', 9, 'linear time'],
    ['path:~/a/x', 9, "'i' or nothing"],
    [':x', 0, 'the name of a field'],
    ['_exists_:', 9, 'the name of a field'],
    ['('.repeat(200), 100, 'no more than 100'],
    ['a'.repeat(10_001), 10_000, 'no more than 10000 characters'],
  ])('%s at %i: %s', (filter, at, expected) => {
    expect(() => parseFilter(filter)).toThrow(expect.objectContaining({ at, expected: expect.stringContaining(expected) as string }) as FilterError);
  });

  it.each([
    ['stauts:404', 'stauts', 'status'],
    ['NOT (a OR Host:b)', 'Host', 'host'],
    ['_exists_:refer', 'refer', 'referrer'],
    ['zzzzzzzz:1', 'zzzzzzzz', null],
    ['stauts>=404', 'stauts', 'status'],
    ['ip:10.0.0.1', 'ip', 'host'],
    ['cs-uri-stem:/a', 'cs-uri-stem', 'path'],
  ])('%s: no field is called %s, but %s', (filter, found, nearest) => {
    expect(() => parseFilter(filter)).toThrow(expect.objectContaining({ found, nearest, at: filter.indexOf(found) }) as FilterError);
  });
});

it.each([
  ['status=404', '=', 'status:404'],
  ['section:api status==404', '==', 'status:404'],
  ['status!=404', '!=', '-status:404'],
  ['path=~api', '=~', 'path:~/api/'],
  ['status:!=404', '!=404', '-status:404'],
  ['status:500,502', '500,502', 'status:(500 OR 502)'],
  ['status:500-599', '500-599', 'status:[500 TO 599]'],
  ['status:500..599', '500..599', 'status:[500 TO 599]'],
  ['status:NOT 200', 'NOT', 'NOT status:'],
])("%s, as it is written elsewhere, is refused at '%s' with what was meant: %s", (filter, found, nearest) => {
  expect(() => parseFilter(filter)).toThrow(expect.objectContaining({ found, nearest, at: filter.indexOf(found) }) as FilterError);
});

describe('a format', () => {
  it('tells which conditions can never hold in it', () => {
    const { idle, accepts } = parseFilter('duration:>1s OR (status:500 -router:x) OR user:*').newPredicate(formatNamed('common'));
    expect(idle).toEqual(["has no field 'duration'", "has no field 'router'"]);
    expect(accepts).toBeInstanceOf(Function);
    expect(parseFilter('status:500').newPredicate(formatNamed('common')).idle).toEqual([]);
  });

  it('may have fields of its own, which can be asked for only where it is known', () => {
    expect(() => parseFilter('X-Count:1')).toThrow(FilterError);
    expect(parseFilter('X-Count:1', [TIMED]).newPredicate(TIMED).idle).toEqual([]);
    expect(parseFilter('X-Count:~/^1/', [TIMED]).newPredicate(formatNamed('common')).idle).toEqual(["has no field 'X-Count'"]);
  });

  it("of W3C's may have any columns, of which a filter asks by their names; who says that it is that one, by any name", () => {
    const log = ['#Fields: date time c-ip cs-uri-stem sc-status x-tenant tenant', '2018-11-22 15:52:00 192.0.2.1 /a 200 acme 7'];
    const holdsThere = (filter: string, formats: readonly Format[] = []): boolean => {
      const predicate = parseFilter(filter, formats).newPredicate(W3C);
      const reader = W3C.newReader();
      const [head, line] = log.map((text) => chunkOf(Buffer.from(text)));
      reader.read(head!, 0, head!.bytes.length);
      expect(reader.read(line!, 0, line!.bytes.length)).toBe(true);
      predicate.bind(reader.fields);
      return predicate.accepts(reader.record, line!, 0, line!.bytes.length);
    };
    expect(['x-tenant:acme', 'x-tenant:b*', 'x-tenant:*', 'cs-none:*'].map((filter) => holdsThere(filter))).toEqual([true, false, true, false]);
    expect(() => parseFilter('tenant:7')).toThrow(FilterError);
    expect(['tenant:7', 'tenant:>7'].map((filter) => holdsThere(filter, [W3C]))).toEqual([true, false]);
    expect(parseFilter('x-tenant:acme').newPredicate(formatNamed('common')).idle).toEqual(["has no field 'x-tenant'"]);
  });

  it('whose fields have become others is asked for those', () => {
    const predicate = parseFilter('status:500').newPredicate({ fields: [] });
    expect(predicate.wanted.size).toBe(0);
    predicate.bind(formatNamed('common').fields);
    expect(predicate.wanted.size).toBe(1);
    expect(predicate.idle).toEqual([]);
  });
});
