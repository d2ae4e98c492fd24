import { describe, expect, it } from 'vitest';
import { createFilterLanguage } from '../../src/filter/filter-language.js';

const language = createFilterLanguage(() => []);

describe('the language of filters', () => {
  it.each<[string, string, string]>([
    ['nothing', '', 'section:"api"'],
    ['one condition', 'status:500', 'status:500 section:"api"'],
    ['conditions that all hold', 'a AND b', 'a AND b section:"api"'],
    ['alternatives, in parentheses', 'a OR b', '(a OR b) section:"api"'],
  ])('adds a condition to %s', (_, filter, expected) => {
    expect(language.withFacts(filter, [{ field: 'section', value: 'api' }])).toBe(expected);
    expect(language.withoutLast(expected)).toBe(expected.slice(0, -'section:"api"'.length).trim());
  });

  it('adds several facts as one condition', () => {
    const added = language.withFacts('a', [{ field: 'status', value: '404' }, { field: 'path', value: '/x y' }]);
    expect(added).toBe('a (status:404 path:"/x y")');
    expect(language.withoutLast(added)).toBe('a');
  });

  it.each<[string, string, string]>([
    ['the last of two', 'status:>=500 section:api', 'status:>=500'],
    ['the last of three', 'status:>=500  section:api -GET', 'status:>=500  section:api'],
    ['with its AND', 'status:>=500 AND section:api', 'status:>=500'],
    ['with its NOT', 'status:>=500 NOT section:api', 'status:>=500'],
    ['that has blanks in quotes', 'a path:"/x y z"', 'a'],
    ['that has blanks in a range', 'a status:[400 TO 499]', 'a'],
    ['in parentheses', 'a (b c)', 'a'],
    ['behind one in parentheses', '(a OR b) c', '(a OR b)'],
    ['and only one', 'status:500', ''],
    ['and only one in parentheses', '(status:404 path:"/a b")', ''],
    ['of alternatives all', 'a OR b', ''],
    ['of what is no filter all', 'status:>=', ''],
  ])('takes the last condition away: %s', (_, filter, expected) => {
    expect(language.withoutLast(filter)).toBe(expected);
  });

  it('tells where a text is no filter', () => {
    expect(language.mistakeIn('status:500')).toBeNull();
    expect(language.mistakeIn('status:500 (')).toMatchObject({ at: 12 });
    expect(language.mistakeIn('sttus:500')).toEqual({ at: 0, message: expect.stringContaining("did you mean 'status'?") as string });
  });
});
