import { describe, expect, it } from 'vitest';
import { looksLikeGlob, parseGlob } from '../../src/sources/globs/glob.js';
import { naturalOrder } from '../../src/sources/globs/natural-order.js';

it.each([
  ['access.log', false],
  ['/var/log/nginx/access-(1)!@+.log', false],
  ['access.log*', true],
  ['access.lo?', true],
  ['access[0-9].log', true],
  ['{a,b}.log', true],
])('%j looks like a glob: %s', (name, expected) => {
  expect(looksLikeGlob(name)).toBe(expected);
});

describe('a glob', () => {
  it.each<[string, [string, string][]]>([
    ['*.log', [['', '*.log']]],
    ['./*.log', [['./', '*.log']]],
    ['../logs/a.log*', [['../logs/', 'a.log*']]],
    ['/var/log/*/access.log', [['/var/log/', '*/access.log']]],
    ['/*.log', [['/', '*.log']]],
    ['/var/log/**/*.log', [['/var/log/', '**/*.log']]],
    ['/logs (old)/a*', [['/', 'logs (old)/a*']]],
    ['{/var/log,/tmp}/*.log', [['/var/log/', '*.log'], ['/tmp/', '*.log']]],
    ['/v/{a,b{c,d}}/x', [['/v/a/', 'x'], ['/v/bc/', 'x'], ['/v/bd/', 'x']]],
    ['a{9..11}.log', [['', 'a9.log'], ['', 'a10.log'], ['', 'a11.log']]],
    ['a{2..1}', [['', 'a2'], ['', 'a1']]],
    ['a{x..z}', [['', 'a{x..z}']]],
    ['a{.log', [['', 'a{.log']]],
    ['{a},b}.log', [['', '{a},b}.log']]],
  ])('%j is taken apart into folders and what is matched in them', (name, expected) => {
    expect(parseGlob(name).map(({ base, pattern }) => [base, pattern])).toEqual(expected);
  });

  it('with endless braces does not fill the memory', () => {
    expect(parseGlob('{a,b}'.repeat(40)).length).toBeLessThan(1001);
  });
});

it('names are ordered as people do', () => {
  const names = ['access.log.10', 'access.log.2', 'access.log', 'b.log', 'access.log.1'];
  expect(names.sort(naturalOrder)).toEqual(['access.log', 'access.log.1', 'access.log.2', 'access.log.10', 'b.log']);
});
