/**
 * A layout is how a format lays its fields out in a line, in the words of Apache's LogFormat. It is parsed into parts: what
 * stands there to the letter, and fields.
 */
export type FieldKind =
  | 'host'
  | 'user'
  | 'ident'
  | 'time-clf'
  | 'time-epoch'
  | 'request'
  | 'status'
  | 'bytes'
  | 'vhost'
  | 'port'
  | 'referrer'
  | 'agent';

export type LayoutPart = { literal: string } | { field: FieldKind };

/** How a double quote is written inside a quoted field: `\"`, as web servers do, or `""`, as CSV does. */
export type QuoteEscape = 'backslash' | 'double';

export interface Layout {
  /** the format's name, as it is shown */
  name: string;
  /** such as `%h %l %u %t "%r" %>s %b` */
  text: string;
  quoteEscape: QuoteEscape;
  /** a first line that names the columns, or null */
  header: string | null;
}

/** Apache's directives that we read, each with its field. */
const DIRECTIVES: Readonly<Record<string, FieldKind>> = {
  '%h': 'host',
  '%a': 'host',
  '%l': 'ident',
  '%u': 'user',
  '%t': 'time-clf',
  '%{sec}t': 'time-epoch',
  '%r': 'request',
  '%s': 'status',
  '%>s': 'status',
  '%b': 'bytes',
  '%B': 'bytes',
  '%O': 'bytes',
  '%v': 'vhost',
  '%V': 'vhost',
  '%p': 'port',
  '%{Referer}i': 'referrer',
  '%{User-Agent}i': 'agent',
};

const DIRECTIVE = /%[<>]?(?:\{[^}]*\})?[a-zA-Z]/g;

/**
 * Takes a layout's text apart. The brackets that `%t` writes around the time are literals of their own.
 * Throws an Error that names the directive and its column when there is one that is not known.
 */
export const parseLayout = (text: string): LayoutPart[] => {
  const parts: LayoutPart[] = [];
  const addLiteral = (literal: string): void => {
    const last = parts.at(-1);
    if (literal === '') return;
    if (last !== undefined && 'literal' in last) last.literal += literal;
    else parts.push({ literal });
  };
  let at = 0;
  for (const match of text.matchAll(DIRECTIVE)) {
    const field = DIRECTIVES[match[0]];
    if (field === undefined) throw new Error(`layout, column ${match.index + 1}: unknown directive '${match[0]}'`);
    addLiteral(text.slice(at, match.index));
    if (field === 'time-clf') addLiteral('[');
    parts.push({ field });
    if (field === 'time-clf') addLiteral(']');
    at = match.index + match[0].length;
  }
  addLiteral(text.slice(at));
  return parts;
};
