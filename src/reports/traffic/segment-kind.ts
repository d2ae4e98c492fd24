const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const NUMBER = /^-?\d+$/;
const HEX = /^[\da-f]+$/i;
const TOKEN = /^[\w-]+={0,2}$/;
const DATE = /^(\d{4})(-?)(\d{2})\2(\d{2})$/;
const DATE_AND_TIME = /^\d{4}-\d{2}-\d{2}[T_ +-][\d:.Z+-]+$/;
const IPV4 = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
const IPV6 = /^[\da-f:.]+$/i;
const EMAIL = /^[\w.+%-]+(?:@|%40)[\w-]+\.[\w.-]+$/;
const EXTENSION = /^[a-z][a-z\d]{0,7}$/i;

/** Shorter hexadecimal numbers may be words or colours. */
const LEAST_HEX = 16;

/** Shorter texts of letters and digits may be names. */
const LEAST_TOKEN = 20;

const isDate = (text: string): boolean => {
  const [, year, , month, day] = DATE.exec(text) ?? [];
  const within = (part: string | undefined, from: number, to: number): boolean => Number(part) >= from && Number(part) <= to;
  return within(year, 1970, 2099) && within(month, 1, 12) && within(day, 1, 31);
};

const kindOf = (code: number): 'digit' | 'lower' | 'upper' | 'other' => {
  if (code >= 48 && code <= 57) return 'digit';
  if (code >= 97 && code <= 122) return 'lower';
  return code >= 65 && code <= 90 ? 'upper' : 'other';
};

/** Whether letters and digits change as often as they do by chance, and not as they do in words. */
const looksRandom = (text: string): boolean => {
  let changes = 0;
  let digitChanges = 0;
  for (let at = 1; at < text.length; at += 1) {
    const [before, now] = [kindOf(text.charCodeAt(at - 1)), kindOf(text.charCodeAt(at))];
    if (before === now || before === 'other' || now === 'other') continue;
    changes += 1;
    if (before === 'digit' || now === 'digit') digitChanges += 1;
  }
  return digitChanges >= 2 && changes >= text.length / 4;
};

const isHash = (text: string): boolean =>
  text.length >= LEAST_HEX && HEX.test(text)
    ? /\d/.test(text) && /[a-f]/i.test(text)
    : text.length >= LEAST_TOKEN && TOKEN.test(text) && looksRandom(text);

/** `12:30:45` is none. */
const isIpv6 = (text: string): boolean => IPV6.test(text) && text.length > 2 && (text.includes('::') || text.split(':').length === 8);

const wholeKind = (text: string): string | null => {
  if (IPV4.test(text) || isIpv6(text)) return ':ip';
  if (EMAIL.test(text)) return ':email';
  return DATE_AND_TIME.test(text) ? ':date' : null;
};

const baseKind = (text: string): string | null => {
  if (UUID.test(text)) return ':uuid';
  if (isDate(text)) return ':date';
  if (NUMBER.test(text)) return ':id';
  return isHash(text) ? ':hash' : null;
};

/**
 * What stands for a segment of a path: `:id` for a number, `:uuid`, `:date` for `2026-11-21`, `20261121` and a date with a time,
 * `:ip` for an address of either kind, `:email`, `:hash` for 16 or more hexadecimal digits and for 20 or more letters and digits in the
 * mixture that chance makes. Extensions stay (`:hash.png`), and so does what surrounds a hash between points (`main.:hash.js`).
 * Every other segment stands for itself. Takes time in proportion to the segment's length.
 */
export const segmentTemplate = (segment: string): string => {
  if (segment === '') return segment;
  const whole = wholeKind(segment);
  if (whole !== null) return whole;
  const [base = '', ...rest] = segment.split('.');
  const parts = rest.map((part) => (isHash(part) ? ':hash' : part));
  const kind = parts.every((part) => part === ':hash' || EXTENSION.test(part)) ? baseKind(base) : isHash(base) ? ':hash' : null;
  return [kind ?? base, ...parts].join('.');
};
