import { nearest } from '../../core/nearest.js';
import { directiveField, DIRECTIVES } from './apache-directive.js';
import type { Directive } from './apache-directive.js';
import { LayoutError } from './layout.js';
import type { Escape, Layout, LayoutPart } from './layout.js';
import { pastedAsIs, readQuoted } from './pasted-text.js';
import type { PastedText } from './pasted-text.js';
import { finishParts } from './layout-parts.js';

/** What a backslash stands for in a format of Apache's: httpd turns them into these. */
const BACKSLASHES: Readonly<Record<string, string>> = { '\\': '\\', '"': '"', n: '\n', r: '\r', t: '\t' };

const DIRECTIVE_LINE = /^\s*(?:LogFormat|(?:CustomLog|TransferLog|GlobalLog)\s+(?:"(?:[^"\\]|\\.)*"|\S+))\s+/i;

/** The format within `LogFormat "..." name`, `CustomLog path "..."`, quotes, or nothing of that. */
const unwrap = (whole: string): PastedText => {
  const line = DIRECTIVE_LINE.exec(whole);
  const start = line === null ? whole.search(/\S|$/) : line[0].length;
  const quote = whole[start];
  if (line !== null) {
    if (quote === '"' || quote === "'") return readQuoted(whole, start).text;
    const [bare = ''] = /^\S*/.exec(whole.slice(start)) ?? [];
    if (!bare.includes('%')) throw new LayoutError(whole, start, 'a log format in quotes', bare);
    return pastedAsIs(whole, start, start + bare.length);
  }
  // `"%h \"%r\""` is one quoted text; `"%h","%r"` is several quoted fields.
  if (/^\s*"(?:[^"\\]|\\.)*\\"(?:[^"\\]|\\.)*"\s*$/s.test(whole)) return readQuoted(whole, start).text;
  return pastedAsIs(whole, 0, whole.replace(/[\r\n]+$/, '').length);
};

/** Reads one directive whose `%` stands at `at`; returns it with the offset behind it. */
const readDirective = (source: PastedText, at: number): { directive: Directive; behind: number } => {
  const { text, offsets, whole } = source;
  let argument: string | null = null;
  let argumentAt = at;
  let which: Directive['which'] = null;
  for (let place = at + 1; place < text.length; place += 1) {
    const byte = text[place]!;
    if (byte === '<' || byte === '>') which = byte;
    else if (byte === '{') {
      const close = text.indexOf('}', place);
      if (close < 0) throw new LayoutError(whole, offsets[place]!, "'}' behind it", text.slice(place));
      argument = text.slice(place + 1, close);
      argumentAt = place + 1;
      place = close;
    } else if (byte !== '!' && byte !== ',' && (byte < '0' || byte > '9')) {
      const letter = byte === '^' ? text.slice(place, place + 3) : byte;
      return { directive: { letter, argument, which, at: offsets[argumentAt]!, whole }, behind: place + letter.length };
    }
  }
  throw new LayoutError(whole, offsets[at]!, "a directive such as '%h'", text.slice(at));
};

/**
 * Takes an Apache LogFormat apart: with or without `LogFormat "..." nickname` or `CustomLog path "..."` around it, and with its
 * backslashes as they stand in the configuration. `escape` is how texts are written. Throws a LayoutError.
 */
export const apacheParts = (pasted: string, escape: Escape = 'apache'): LayoutPart[] => {
  const source = unwrap(pasted);
  const { text, offsets, whole } = source;
  const parts: { part: LayoutPart; otherwise?: string; at: number }[] = [];
  const literal = (letters: string, at: number): void => {
    parts.push({ part: { literal: letters }, at });
  };
  for (let at = 0; at < text.length; ) {
    const character = text[at]!;
    const place = offsets[at]!;
    const meant = character === '\\' ? BACKSLASHES[text[at + 1] ?? ''] : undefined;
    if (meant !== undefined || character !== '%') {
      literal(meant ?? character, place);
      at += meant === undefined ? 1 : 2;
      continue;
    }
    if (text[at + 1] === '%') {
      literal('%', place);
      at += 2;
      continue;
    }
    const { directive, behind } = readDirective(source, at);
    const found = directiveField(directive);
    if (found === null) {
      const written = text.slice(at, behind);
      throw new LayoutError(whole, place, "a directive such as '%h'", written, nearestDirective(written, directive));
    }
    const isBracketed = found.value.kind === 'time' && directive.argument === null;
    if (isBracketed) literal('[', place);
    const { field, value, type, otherwise } = found;
    parts.push({ part: { field, value, escape, ...(type === undefined ? {} : { type }) }, at: place, ...(otherwise === undefined ? {} : { otherwise }) });
    if (isBracketed) literal(']', place);
    at = behind;
  }
  return finishParts(parts, whole);
};

const nearestDirective = (written: string, { letter, argument }: Directive): string | null => {
  const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
  const swapped = `%${argument === null ? '' : '{NAME}'}${other}`;
  if (DIRECTIVES.includes(swapped)) return swapped;
  // Two letters are near to any other two.
  return written.length > 2 ? nearest(written, DIRECTIVES) : null;
};

/** A format of Apache's under a name. */
export const apacheLayout = (name: string, text: string, options: Partial<Pick<Layout, 'header' | 'rest'>> & { escape?: Escape } = {}): Layout => ({
  name,
  text,
  parts: apacheParts(text, options.escape),
  header: options.header ?? null,
  rest: options.rest ?? 'allowed',
});
