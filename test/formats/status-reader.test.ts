import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { statusReader } from '../../src/formats/status-reader.js';
import { formatNamed, scan } from './scan.js';

const line = '192.0.2.1 - - [22/Nov/2018:15:52:05 +0000] "GET /a HTTP/1.1" 404 12 "-" "curl"';

describe('the status of a single line', () => {
  test.each([
    ['a record', line, 404],
    ['a record with a line end of Windows', `${line}\r`, 404],
    ['a record without a status', line.replace('404', '-'), -1],
    ['no record', 'junk', null],
    ['nothing', '', null],
    ['a line that nobody shows whole', `${line}${'x'.repeat(20_000)}`, null],
  ])('%s', (_, text, status) => {
    expect(statusReader(formatNamed('combined'))(Buffer.from(text))).toBe(status);
  });

  test.each([
    ['common.log', 'common'],
    ['nasty.log', 'combined'],
    ['vhost-combined.log', 'vhost-combined'],
    ['requests.csv', 'csv'],
  ])('is that which the scanner reads, for each line of %s', (name, format) => {
    const bytes = readFileSync(new URL(`../../sample-logs/${name}`, import.meta.url));
    const read = statusReader(formatNamed(format));
    const lines = bytes.toString('latin1').replace(/\n$/, '').split('\n');
    const scanned = scan(format, bytes, { rows: 1 << 12 }).lines;
    scanned.forEach((each, at) => {
      const text = lines[at]!;
      // What stands there is read, be its time or size ever so odd.
      const isOdd = 'reason' in each && (each.reason === 'time' || each.reason === 'bytes');
      if (text.length > 16_000 || isOdd) return;
      expect(read(Buffer.from(text, 'latin1'))).toBe('reason' in each ? null : (each.status ?? -1));
    });
  });
});
