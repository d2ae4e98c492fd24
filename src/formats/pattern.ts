import { parseLayout } from './layout.js';
import type { FieldKind, Layout } from './layout.js';
import { isNeeded } from './program.js';

const FIELDS = {
  'time-clf': '\\d{2}/[A-Za-z]{3}/\\d{4}:\\d{2}:\\d{2}:\\d{2} [+-]\\d{4}',
  'time-epoch': '\\d{1,11}',
  status: '\\d{1,3}|-',
  bytes: '\\d+|-',
  port: '\\d+',
};

const QUOTED = { backslash: '(?:[^"\\\\]|\\\\.)*', double: '(?:[^"]|"")*' };

const escapeLiteral = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * A field, and nothing that could end elsewhere: where a text may end in many places, a line made for it keeps a regular
 * expression busy for hours.
 */
const fieldPattern = (field: FieldKind, layout: Layout, literal: string): string => {
  switch (field) {
    case 'host':
      return `[^${escapeLiteral(literal.slice(0, 1))}]+`;
    case 'ident':
    case 'user':
      return `(?:(?!${escapeLiteral(literal)}).)*`;
    // The port's colon is the last one; the name may have others.
    case 'vhost':
      return '[^ ]+';
    case 'request':
    case 'referrer':
    case 'agent':
      return QUOTED[layout.quoteEscape];
    default:
      return FIELDS[field];
  }
};

/**
 * The layout as a regular expression over a line: slow, for ranking formats on a file's first lines and as the scanner's
 * oracle in tests. `whole` demands every field of the layout and nothing after them; `needed` is as lenient as the scanner:
 * after the last field that anybody needs, anything may follow a space (or a comma, in CSV). The needed fields are groups:
 * host, time, request, status, bytes.
 */
export const layoutPattern = (layout: Layout, extent: 'whole' | 'needed'): RegExp => {
  const parts = parseLayout(layout.text);
  const lastNeeded = parts.findLastIndex((part) => 'field' in part && isNeeded(part.field));
  const literalAt = (index: number): string => {
    const part = parts[index];
    return part !== undefined && 'literal' in part ? part.literal : '';
  };
  const source = (extent === 'whole' ? parts : parts.slice(0, lastNeeded + 1))
    .map((part, i) => {
      if ('literal' in part) return escapeLiteral(part.literal);
      const pattern = fieldPattern(part.field, layout, literalAt(i + 1));
      return isNeeded(part.field) ? `(?<${part.field.replace(/-.*/, '')}>${pattern})` : pattern;
    })
    .join('');
  const end = extent === 'whole' ? '' : layout.quoteEscape === 'double' ? '(?:[ ,].*)?' : '(?: .*)?';
  return new RegExp(`^${source}${end}$`, 's');
};
