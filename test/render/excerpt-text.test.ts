import { expect, it } from 'vitest';
import { excerptText } from '../../src/render/excerpt-text.js';

it.each<[string, string, number, string]>([
  ['a short line', '%h %q', 3, '  %h %q\n     ^\n'],
  ['the end', '%h', 2, '  %h\n    ^\n'],
  ['nothing', '', 0, '  \n  ^\n'],
  ['one line of several', 'a\nbcd\ne', 3, '  bcd\n   ^\n'],
  ['the end of a line of several', 'a\nbcd\ne', 5, '  bcd\n     ^\n'],
  ['the start of a line of several', 'a\nbcd\ne', 2, '  bcd\n  ^\n'],
  ['wide and escaped characters', '\x1b\u4f60%q', 2, '  \\x1b\u4f60%q\n        ^\n'],
  ['a long line', `${'a'.repeat(100)}%q${'b'.repeat(100)}`, 100, `  ..${'a'.repeat(60)}%q${'b'.repeat(58)}..\n${' '.repeat(64)}^\n`],
])('%s is shown with a caret below the place', (_, text, at, expected) => {
  expect(excerptText(text, at)).toBe(expected);
});
