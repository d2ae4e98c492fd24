import type { Escape } from '../formats/layouts/layout.js';

const BY_NAME: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r' };

const hex = (byte: number, upper: boolean): string => {
  const digits = byte.toString(16).padStart(2, '0');
  return `\\x${upper ? digits.toUpperCase() : digits}`;
};

const isPrintable = (byte: number): boolean => byte >= 32 && byte < 127;

const byByte = (text: string, escape: (byte: number) => string): string =>
  [...Buffer.from(text)].map((byte) => escape(byte)).join('');

const apache = (byte: number): string => {
  if (byte === 34 || byte === 92) return `\\${String.fromCharCode(byte)}`;
  return isPrintable(byte) ? String.fromCharCode(byte) : (BY_NAME[byte] ?? hex(byte, false));
};

const nginx = (byte: number): string => (isPrintable(byte) && byte !== 34 && byte !== 92 ? String.fromCharCode(byte) : hex(byte, true));

const percent = (byte: number): string =>
  isPrintable(byte) && byte !== 32 && byte !== 34 && byte !== 37 ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;

const UNPRINTABLE = /[^\x20-\x7e]/g;

const plainly = (text: string): string => text.replaceAll('"', "'").replaceAll(UNPRINTABLE, '?');

/** A text as a server writes it into a line: what decodeText gives back, but for what the escape cannot say (then it is changed). Printable ASCII. */
export const escapedText = (text: string, escape: Escape): string => {
  switch (escape) {
    case 'apache':
      return byByte(text, apache);
    case 'nginx':
      return byByte(text, nginx);
    case 'json':
      return JSON.stringify(text).slice(1, -1).replaceAll(UNPRINTABLE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    case 'doubled':
      return text.replaceAll('"', '""').replaceAll(UNPRINTABLE, '?');
    case 'percent':
      return byByte(text, percent);
    case 'plus':
      return plainly(text).replaceAll(' ', '+');
    case 'none':
      return plainly(text);
  }
};
