import type { Layout, LayoutPart } from '../../src/formats/layouts/layout.js';

type FieldPart = Extract<LayoutPart, { field: string }>;

const NAMES: readonly string[] = ['time', 'host', 'request', 'status', 'bytes'];

const escapeLiteral = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const isField = (part: LayoutPart | undefined): part is FieldPart => part !== undefined && 'field' in part;

const QUOTED = { backslash: '(?:[^"\\\\]|\\\\.)*', double: '(?:[^"]|"")*' };

const fieldPattern = ({ value, escape }: FieldPart, before: string, literal: string): string => {
  const quoted = before.endsWith('"') && literal.startsWith('"') && escape !== 'none' ? QUOTED[escape === 'doubled' ? 'double' : 'backslash'] : null;
  switch (value.kind) {
    case 'word':
      return `[^${escapeLiteral(literal.slice(0, 1))}]+`;
    case 'text':
    case 'request':
      return quoted ?? `(?:(?!${escapeLiteral(literal)}).)*`;
    case 'host-port':
      return '[^ ]+:\\d+';
    case 'status':
      return '\\d{1,3}|-';
    case 'bytes':
      return '\\d+|-';
    case 'time':
      if (value.time.shape === 'clf') return '\\d{2}/[A-Za-z]{3}/\\d{4}:\\d{2}:\\d{2}:\\d{2} [+-]\\d{4}';
      return '\\d{1,11}';
    default:
      throw new Error(`no pattern for ${value.kind}`);
  }
};

/**
 * A layout as a regular expression over a line: slow, simple, and the oracle of scanner and reader. `whole` demands every field
 * of the layout and nothing after them; `needed` is as lenient as the scanner: after the last field that anybody needs,
 * anything may follow a space (or a comma, in CSV). The needed fields are groups: host, time, request, status, bytes.
 */
export const layoutPattern = ({ parts }: Layout, extent: 'whole' | 'needed'): RegExp => {
  const lastNeeded = parts.findLastIndex((part) => isField(part) && NAMES.includes(part.field));
  const literalAt = (index: number): string => {
    const part = parts[index];
    return part !== undefined && 'literal' in part ? part.literal : '';
  };
  const source = (extent === 'whole' ? parts : parts.slice(0, lastNeeded + 1))
    .map((part, i) => {
      if ('literal' in part) return escapeLiteral(part.literal);
      if (!isField(part)) throw new Error('no pattern for such a part');
      const pattern = fieldPattern(part, literalAt(i - 1), literalAt(i + 1));
      return NAMES.includes(part.field) ? `(?<${part.field}>${pattern})` : `(?:${pattern})`;
    })
    .join('');
  const isDoubled = parts.some((part) => isField(part) && part.escape === 'doubled');
  const end = extent === 'whole' ? '' : isDoubled ? '(?:[ ,].*)?' : '(?: .*)?';
  return new RegExp(`^${source}${end}$`, 's');
};
