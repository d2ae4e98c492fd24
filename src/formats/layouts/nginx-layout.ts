import { LayoutError } from './layout.js';
import type { Escape, Layout, LayoutPart } from './layout.js';
import { finishParts } from './layout-parts.js';
import type { PlacedPart } from './layout-parts.js';
import { variableField } from './nginx-variable.js';
import { joined, pastedAsIs, readQuoted } from './pasted-text.js';
import type { PastedText } from './pasted-text.js';

/** How nginx's `escape=` is called here. */
const ESCAPES: Readonly<Record<string, Escape>> = { default: 'nginx', json: 'json', none: 'none' };

/** What nginx makes of a backslash and a letter in its configuration. */
const BACKSLASHES: Readonly<Record<string, string>> = { '\\': '\\', '"': '"', "'": "'", n: '\n', r: '\r', t: '\t' };

interface Unwrapped {
  source: PastedText;
  escape: Escape | null;
}

/** Blanks and comments between the words of a configuration. */
const GAP = /(?:\s|#[^\n]*(?:\n|$))*/y;

const skipGap = (whole: string, at: number): number => {
  GAP.lastIndex = at;
  return at + (GAP.exec(whole)?.[0].length ?? 0);
};

/** The words of a configuration from `at` on, quoted or not, up to a `;` or the end. */
const readWords = (whole: string, at: number): PastedText[] => {
  const words: PastedText[] = [];
  for (let place = skipGap(whole, at); place < whole.length && whole[place] !== ';'; place = skipGap(whole, place)) {
    if (whole[place] === "'" || whole[place] === '"') {
      const { text, behind } = readQuoted(whole, place, false);
      words.push(text);
      place = behind;
    } else {
      const [word = ''] = /^(?:\\.|[^\s;\\])+/s.exec(whole.slice(place)) ?? [];
      words.push(pastedAsIs(whole, place, place + Math.max(1, word.length)));
      place += Math.max(1, word.length);
    }
  }
  return words;
};

const readEscape = (word: PastedText): Escape => {
  const name = word.text.slice('escape='.length);
  const escape = Object.hasOwn(ESCAPES, name) ? ESCAPES[name] : undefined;
  if (escape === undefined) throw new LayoutError(word.whole, (word.offsets[0] ?? 0) + 'escape='.length, "'default', 'json' or 'none'", name);
  return escape;
};

/** The format within `log_format name escape=json '...' '...';`, within quotes, or as it is. */
const unwrap = (whole: string): Unwrapped => {
  const directive = /^\s*log_format\s+/.exec(whole);
  if (directive !== null) {
    const [, ...words] = readWords(whole, directive[0].length);
    const escape = words[0]?.text.startsWith('escape=') ? readEscape(words[0]) : null;
    const pieces = escape === null ? words : words.slice(1);
    if (pieces.length === 0) throw new LayoutError(whole, whole.length, 'a log format in quotes', '');
    return { source: joined(pieces), escape };
  }
  const start = whole.search(/\S|$/);
  const isQuoted = whole[start] === "'" || /^\s*"(?:[^"\\]|\\.)*\\"(?:[^"\\]|\\.)*"\s*;?\s*$/s.test(whole);
  if (isQuoted) return { source: joined(readWords(whole, start)), escape: null };
  return { source: pastedAsIs(whole, 0, whole.replace(/[\r\n]+$/, '').length), escape: null };
};

const VARIABLE = /\$(?:\{(\w+)\}|(\w+))/y;

/**
 * Takes an nginx log_format apart: with or without `log_format name [escape=...] '...' '...';` around it, in one or several
 * quoted pieces and lines, with its backslashes as they stand in the configuration. Throws a LayoutError. Without `escape=` a
 * format that is shaped as JSON is taken to have it.
 */
export const nginxParts = (pasted: string): LayoutPart[] => {
  const { source, escape: named } = unwrap(pasted);
  const { text, offsets, whole } = source;
  const escape = named ?? (/^\s*\{\s*"/.test(text) ? 'json' : 'nginx');
  const parts: PlacedPart[] = [];
  for (let at = 0; at < text.length; ) {
    const place = offsets[at]!;
    const character = text[at]!;
    if (character !== '$') {
      const meant = character === '\\' ? BACKSLASHES[text[at + 1] ?? ''] : undefined;
      parts.push({ part: { literal: meant ?? character }, at: place });
      at += meant === undefined ? 1 : 2;
      continue;
    }
    VARIABLE.lastIndex = at;
    const match = VARIABLE.exec(text);
    if (match === null) throw new LayoutError(whole, place, "a variable such as '$remote_addr'", text.slice(at, at + 20));
    const name = match[1] ?? match[2] ?? '';
    const { field, value, type } = variableField(name);
    parts.push({ part: { field, value, escape, ...(type === undefined ? {} : { type }) }, otherwise: name, at: place });
    at += match[0].length;
  }
  return finishParts(parts, whole);
};

/** A format of nginx's under a name. */
export const nginxLayout = (name: string, text: string): Layout => ({ name, text, parts: nginxParts(text), header: null, rest: 'allowed' });
