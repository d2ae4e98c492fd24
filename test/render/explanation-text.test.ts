import { expect, test } from 'vitest';
import { explanationText } from '../../src/render/explanation-text.js';
import type { ExplanationView, FieldView, MisfitView } from '../../src/render/explanation-text.js';
import { cellsIn } from '../../src/render/cells.js';
import { printable, printed } from '../../src/render/printable.js';
import { UNPRINTABLE } from '../../src/render/unprintable.js';

const field = (part: Partial<FieldView>): FieldView => ({ name: 'time', type: 'time', unit: null, text: 'x', value: 'x', nanoseconds: 0, ...part });
const viewOf = (misfit: MisfitView | null, fields: readonly FieldView[] = []): ExplanationView => {
  const fit = { format: 'combined', lines: 1, whole: 1, fields: 1, misfit, isRecord: false, misfits: 1 };
  return { lines: 2, blank: 0, ranking: [fit], unfit: [], chosen: fit, why: 'so', record: { number: 1, text: 'x', fields, rest: null } };
};
const textOf = (misfit: MisfitView | null, fields?: readonly FieldView[]): string[] => explanationText(printed`a.log`, viewOf(misfit, fields)).split('\n');

test.each([
  ['plain text', 'GET /a', 4],
  ['wide characters', '\u98df\u3079\u7269 /a', 4],
  ['what becomes an escape', '\u001b[31m /a', 6],
  ['marks on letters', 'e\u0301e\u0301 /a', 5],
  ['a long line', `${'x'.repeat(5000)}${'\u98df'.repeat(50)}a${'y'.repeat(5000)}`, 5050],
  ['behind the end', 'GET', 3],
])('the caret stands under the place: %s', (_, text, at) => {
  const lines = textOf({ number: 2, text, at, expected: 'a path' });
  const caret = lines.findIndex((line) => /^ *\^$/.test(line));
  const [shown = '', below = ''] = [lines[caret - 1], lines[caret]];
  const before = Array.from(shown).findIndex((_char, n, all) => cellsIn(printable(all.slice(0, n).join(''))) === below.length - 1);
  expect(Array.from(shown)[before]).toBe(text[at]);
  expect(shown.length).toBeLessThan(200);
});

test.each<[string, Partial<FieldView>, string]>([
  ['a time with its fraction', { value: 1_542_901_920, nanoseconds: 655_000_000 }, '2018-11-22T15:52:00.655Z'],
  ['a time that has no date', { value: 1e18 }, '1000000000000000000 s since 1970'],
  ['a size', { type: 'bytes', unit: 'B', value: 12 }, '12 B'],
  ['a status', { type: 'status', value: 404 }, '404'],
  ['a text', { type: 'text', value: 'a\u001bb' }, "'a\\x1bb'"],
  ['a number that is none', { type: 'number', value: null }, 'no number'],
])('the value of %s', (_, part, value) => {
  const lines = textOf(null, [field(part)]);
  expect(lines.find((line) => line.startsWith('  time'))?.endsWith(`x     ${value}`)).toBe(true);
});

test('whatever a log holds reaches no terminal', () => {
  const hostile = '\u001b]0;x\u0007\u202e\u009b\r\n\ud800';
  const view = viewOf({ number: 1, text: hostile, at: 2, expected: hostile }, [field({ name: hostile, text: hostile, value: hostile, type: 'text' }), field({ name: hostile, text: null, value: null })]);
  for (const line of explanationText(printable(hostile), { ...view, why: hostile, unfit: [hostile] }).split('\n')) expect(line).not.toMatch(UNPRINTABLE);
});
