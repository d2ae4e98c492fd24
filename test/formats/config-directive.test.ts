import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apacheDirectives, isApacheConfig, nginxDirectives } from '../../src/formats/layouts/config-directive.js';
import type { ConfigDirective } from '../../src/formats/layouts/config-directive.js';

const shown = (directives: readonly ConfigDirective[]): unknown[] => directives.map(({ name, args, line }) => [line, name, ...args]);

describe("nginx's directives are read", () => {
  test.each<[string, string, unknown[]]>([
    ['in blocks', 'http {\n  server { listen 80; }\n  include a/*.conf;\n}', [[2, 'listen', '80'], [3, 'include', 'a/*.conf']]],
    ['over several lines', "\nlog_format main 'a;b'\n  \"c}\";\nx y;", [[2, 'log_format', 'main', 'a;b', 'c}'], [4, 'x', 'y']]],
    ['with quotes in quotes', `log_format m 'it\\'s "x"';`, [[1, 'log_format', 'm', `it's "x"`]]],
    ['without comments', '# a b;\nc d; # e f;\ng#h i;', [[2, 'c', 'd'], [3, 'g#h', 'i']]],
    ['with variables in braces', 'access_log /x/${host}.log main;', [[1, 'access_log', '/x/${host}.log', 'main']]],
    ['behind Lua with odd quotes', `content_by_lua_block { if x then { say("don't") } }\na b;`, [[2, 'a', 'b']]],
    ['up to one that is cut off', 'a b; c d', [[1, 'a', 'b']]],
  ])('%s', (_, text, expected) => {
    expect(shown(nginxDirectives(text))).toEqual(expected);
  });
});

describe("Apache's directives are read", () => {
  test.each<[string, string, unknown[]]>([
    ['in sections, whatever their case', '<IfModule x>\n  customlog logs/a COMMON\n</IfModule>', [[2, 'customlog', 'logs/a', 'COMMON']]],
    ['with quotes in quotes', 'LogFormat "%h \\"%r\\"" name', [[1, 'logformat', '%h "%r"', 'name']]],
    ['over several lines', 'LogFormat "%h \\\r\n%t" \\\n name\nInclude x', [[1, 'logformat', '%h %t', 'name'], [4, 'include', 'x']]],
    ['without comments', '# Include a\nInclude b', [[2, 'include', 'b']]],
  ])('%s', (_, text, expected) => {
    expect(shown(apacheDirectives(text))).toEqual(expected);
  });
});

test.each([
  ['LogFormat "%h" a', true],
  ['<VirtualHost *:80>', true],
  ['  Listen 80', true],
  ['http {\n  listen 80;\n include x;\n}', false],
  ['log_format main "$status";', false],
])('%j is a configuration of Apache: %s', (text, expected) => {
  expect(isApacheConfig(text)).toBe(expected);
});

test('any text can be read', () => {
  const noise = fc.array(fc.constantFrom('a', ' ', ';', '{', '}', '"', "'", '\\', '#', '\n', '$', '<', 'x_lua_block')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(noise, (text) => {
      const lines = text.split('\n').length;
      for (const { line } of [...nginxDirectives(text), ...apacheDirectives(text)]) expect(line >= 1 && line <= lines).toBe(true);
    }),
  );
});
