import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { pathMatcher } from '../../src/sources/globs/path-match.js';

it.each<[string, string, boolean]>([
  ['*.log', 'access.log', true],
  ['*.log', '/var/log/nginx/access.log', true],
  ['*.log', '/var/log/.hidden.log', true],
  ['*.log', 'access.log.1', false],
  ['a?c[0-9].log', 'abc7.log', true],
  ['{a,b}.log', 'logs/b.log', true],
  ['{a,b}.log', 'logs/c.log', false],
  ['a(1).log', 'a(1).log', true],
  ['/var/log/nginx/*', '/var/log/nginx/access.log', true],
  ['/var/log/nginx/*', '/var/log/nginx/site/access.log', false],
  ['/var/log/**', '/var/log/nginx/site/access.log', true],
  ['/var/log/nginx/*', '/var/log/apache2/access.log', false],
  ['./logs/*.log', 'logs/a.log', true],
  ['logs/*.log', resolve('logs/a.log'), true],
  ['logs/*.log', 'logs/../a.log', false],
  ['[x].log', '[x].log', true],
  ['-', '-', true],
  ['*', '-', false],
])('%j matches %j: %s', (glob, path, expected) => {
  expect(pathMatcher(glob)(path)).toBe(expected);
});
