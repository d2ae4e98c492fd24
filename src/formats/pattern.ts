import { parseLayout } from './layout.js';
import type { FieldKind, Layout } from './layout.js';
import { isNeeded } from './program.js';

const FIELDS: Readonly<Record<FieldKind, string>> = {
  host: '\\S+',
  ident: '\\S+',
  user: '.*?',
  'time-clf': '\\d{2}/[A-Za-z]{3}/\\d{4}:\\d{2}:\\d{2}:\\d{2} [+-]\\d{4}',
  'time-epoch': '\\d{1,11}',
  request: 'QUOTED',
  status: '(?<status>\\d{1,3}|-)',
  bytes: '(?:\\d+|-)',
  vhost: '\\S+',
  port: '\\d+',
  referrer: 'QUOTED',
  agent: 'QUOTED',
};

const QUOTED = { backslash: '(?:[^"\\\\]|\\\\.)*', double: '(?:[^"]|"")*' };

const escapeLiteral = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * The layout as a regular expression over a line: slow, for ranking formats on a file's first lines and as the scanner's
 * oracle in tests. `whole` demands every field of the layout and nothing after them; `needed` is as lenient as the scanner:
 * after the last field that anybody needs, anything may follow a space (or a comma, in CSV).
 */
export const layoutPattern = (layout: Layout, extent: 'whole' | 'needed'): RegExp => {
  const quoted = QUOTED[layout.quoteEscape];
  const parts = parseLayout(layout.text);
  const lastNeeded = parts.findLastIndex((part) => 'field' in part && isNeeded(part.field));
  const source = (extent === 'whole' ? parts : parts.slice(0, lastNeeded + 1))
    .map((part) => ('literal' in part ? escapeLiteral(part.literal) : FIELDS[part.field].replace('QUOTED', quoted)))
    .join('');
  const end = extent === 'whole' ? '' : layout.quoteEscape === 'double' ? '(?:[ ,].*)?' : '(?: .*)?';
  return new RegExp(`^${source}${end}$`, 's');
};
