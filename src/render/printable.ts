/**
 * What a terminal must never get from a log: C0, DEL and C1 controls (ESC and CSI among them), bidi and zero-width
 * controls, line and paragraph separators, tags, variation selectors, lone surrogates, and non-characters.
 */
const UNPRINTABLE =
  // eslint-disable-next-line no-control-regex -- controls are what this looks for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udfff]/g;

/** More combining marks on one character than any language writes. */
const COMBINING_FLOOD = /(\p{M}{3})\p{M}+/gu;

const escapeCodePoint = (text: string): string => {
  const code = text.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

/**
 * Text that is safe to show on a terminal in one line: each control becomes its escape, such as `\x1b` or `\u{202e}`, and
 * floods of combining marks are cut to three. Text that needs nothing is returned as it is.
 * Every view uses this at its edge for all that comes from outside: log lines, names of files, messages of errors.
 */
export const printable = (text: string): string =>
  text.replace(UNPRINTABLE, escapeCodePoint).replace(COMBINING_FLOOD, '$1');
