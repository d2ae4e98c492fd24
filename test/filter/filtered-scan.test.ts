import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../src/filter/filter.js';
import { clfTime } from '../formats/clf-time.js';
import { pasted } from '../formats/read-line.js';
import { formatNamed, scan } from '../formats/scan.js';
import { holds } from './held-line.js';

const line = fc
  .record({
    host: fc.constantFrom('10.0.0.1', 'h', '2001:db8::1', '-'),
    user: fc.constantFrom('-', '-', '-', 'jane', 'jane doe'),
    second: fc.integer({ min: 1e9, max: 1e9 + 5 }),
    request: fc.constantFrom('GET / HTTP/1.1', 'GET /a/b?x=1 HTTP/1.1', 'GET /a? HTTP/1.1', 'POST //b HTTP/2.0', '-', 'GET http://h/a HTTP/1.1', 'GET /a'),
    status: fc.constantFrom('200', '404', '500', '-', 'x'),
    bytes: fc.constantFrom('0', '1500', '-'),
    agent: fc.constantFrom('-', 'curl', 'a \\"b'),
    end: fc.constantFrom('"', '"', '" more', ''),
  })
  .map(({ host, user, second, request, status, bytes, agent, end }) => `${host} - ${user} [${clfTime(second)}] "${request}" ${status} ${bytes} "-" "${agent}${end}`);

const FILTERS = ['status:>=400', 'section:a', 'section:\\/', 'user:*', 'NOT user:jane', 'host:10.0.0.0/8', 'method:get', 'bytes:>1kB', 'path:/a*', 'query:*', 'agent:curl', '-agent:*', 'agent:*b* query:*', 'referrer:*', 'query:x=1', 'protocol:*2.0', 'vhost:shop agent:curl', 'jane', 'time:01:46:42', '-status:5xx -section:b'];

describe('a scanner with a filter', () => {
  it('reads a port in front of the fast path from the line itself, in the first chunk and in all others', () => {
    const texts = ['shop:443', 'shop:8443', 'shop:443'].map((vhost) => `${vhost} h - - [${clfTime(1e9)}] "GET / HTTP/1.1" 200 5\n`);
    const cuts = [texts[0]!.length, texts[0]!.length + texts[1]!.length];
    const { lines } = scan('vhost-common', texts.join(''), { cuts, filter: parseFilter('port:443') });
    expect(lines.map((each) => 'reason' in each)).toEqual([false, true, false]);
  });

  // The last two have no fast path at their beginning, or none at all.
  it.each([
    ['combined', formatNamed('combined'), ''],
    ['a layout with something in front', pasted('%v %h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"'), 'shop '],
    ['a layout in another order', pasted('%{X}i %b %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"'), 'x 5 '],
  ])('of %s gives the rows that the filter lets through, and of the others their second', (_name, format, before) => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.constantFrom(...FILTERS), (texts, text) => {
        const lines = texts.map((each) => before + each);
        const all = scan(format, lines.join('\n'));
        const some = scan(format, lines.join('\n'), { filter: parseFilter(text, [format]) });
        expect(some.lines).toEqual(
          all.lines.map((row, n) => ('second' in row && !holds(text, format, lines[n]!) ? { reason: 'filtered', leftOut: row.second } : row)),
        );
        expect(some.rejected).toEqual(all.rejected);
      }),
      { numRuns: 300 },
    );
  });

  it('of JSON reads what the filter asks for', () => {
    const lines = ['{"time":"2018-11-22T15:52:01Z","path":"/a","status":200,"user_agent":"caf\\u00e9"}', '{"time":"2018-11-22T15:52:02Z","path":"/b","status":200}'];
    expect(scan('json', lines.join('\n'), { filter: parseFilter('agent:*é') }).lines).toMatchObject([{ section: 'a' }, { leftOut: 1_542_901_922 }]);
  });

  it('of columns that a directive names knows those', () => {
    const log = ['#Fields: date time c-ip cs-method cs-uri-stem sc-status', '2018-11-22 15:52:01 h GET /a 500', '#Fields: date time sc-status c-ip cs-uri-stem', '2018-11-22 15:52:02 200 h /b', '2018-11-22 15:52:03 503 h /c'];
    const { lines } = scan('w3c', log.join('\n'), { filter: parseFilter('status:5xx') });
    expect(lines).toMatchObject([{ reason: 'header' }, { section: 'a' }, { reason: 'header' }, { leftOut: 1_542_901_922 }, { section: 'c' }]);
  });
});
