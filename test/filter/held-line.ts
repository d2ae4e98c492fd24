import { chunkOf } from '../../src/core/byte-chunk.js';
import { parseFilter } from '../../src/filter/filter.js';
import type { Format } from '../../src/formats/format.js';
import { pasted } from '../formats/read-line.js';

/** Whether a filter lets a line in a format through. The line stands within other bytes. */
export const holds = (filter: string, format: Format, line: string | Buffer): boolean => {
  const bytes = typeof line === 'string' ? Buffer.from(line) : line;
  const before = Buffer.from('x" 200 pizza ');
  const chunk = chunkOf(Buffer.concat([before, bytes, Buffer.from('" 200 77 "behind"')]));
  const predicate = parseFilter(filter, [format]).newPredicate(format);
  const reader = format.newReader(predicate.wanted);
  const [from, to] = [before.length, before.length + bytes.length];
  if (!reader.read(chunk, from, to)) throw new Error(`${bytes.toString()} is no record`);
  return predicate.accepts(reader.record, chunk, from, to);
};

/** Combined with the time that a request took, and a header of somebody's own. */
export const TIMED = pasted('%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %{ms}T "%{X-Count}o"');

/** One line of it. */
export const LINE =
  '10.0.3.9 - alice [17/May/2015:12:05:03 +0000] "GET /api/v2/orders?id=7 HTTP/1.1" 404 1500 "-" "Mozilla/5.0 (X11) \\"odd\\"" 250 "12"';
