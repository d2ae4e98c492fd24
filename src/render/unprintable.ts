const HARMFUL = '\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}';

/**
 * What a terminal must never get from a log, and what a reader could not see: C0, DEL and C1 controls (ESC and CSI among
 * them), bidi and zero-width controls, line and paragraph separators, tags, variation selectors and other invisible
 * fillers, lone surrogates, and non-characters.
 */
export const UNPRINTABLE = new RegExp(`[${HARMFUL}]`, 'u');

const EACH = new RegExp(UNPRINTABLE, 'gu');

/** Nearly every text; testing it costs a fraction of a search by properties. */
const PLAIN = /^[ -~]*$/;

/** The runs of all other characters. */
export const OTHERS = /[^ -~]+/g;

/** Whether every character is one of ASCII's that can be seen, or a space. */
export const isPlain = (text: string): boolean => PLAIN.test(text);

/** Replaces each unprintable character (a whole code point, or a lone surrogate). */
export const replaceUnprintable = (text: string, escape: (character: string) => string): string =>
  isPlain(text) ? text : text.replace(EACH, escape);
