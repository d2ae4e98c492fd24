import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faults, findCircle } from './support/house.js';
import { readModule, readModules } from './support/modules.js';

const modules = readModules(fileURLToPath(new URL('../src', import.meta.url)));

describe('the house', () => {
  it('has modules', () => {
    expect(modules.map((module) => module.path)).toContain('main.ts');
  });

  it('keeps its rules: imports point one way, pure rooms know no clock, files are short', () => {
    expect(modules.flatMap(faults)).toEqual([]);
  });

  it('has no modules that go round in a circle', () => {
    expect(findCircle(modules)).toBeNull();
  });
});

describe('the rules', () => {
  it.each<[string, string, string]>([
    ['core/a.ts', `import { b } from '../render/b.js';`, 'imports render/b.ts'],
    ['core/a.ts', `import type { B } from '../render/b.js';`, 'imports render/b.ts (its types)'],
    ['core/a.ts', `export * from '../formats/b.js';`, 'imports formats/b.ts'],
    ['core/a.ts', `type A = import('../formats/b.js').B;`, 'imports formats/b.ts (its types)'],
    ['core/a.ts', `import { readFileSync } from 'node:fs';`, 'imports node:fs'],
    ['core/a.ts', `import { format } from 'date-fns/format';`, 'imports the package date-fns/format'],
    ['core/a.ts', `const now = Date.now();`, 'uses Date.now'],
    ['render/a.ts', `const now = new Date();`, 'uses new Date()'],
    ['formats/a.ts', `setTimeout(() => 1, 2);`, 'uses setTimeout'],
    ['tui/state.ts', `console.log(1);`, 'uses console'],
    ['tui/state.ts', `const { env } = process;`, 'uses process'],
    ['tui/state.ts', `import blessed from 'blessed';`, 'imports the package blessed'],
    ['tui/state.ts', `import { x } from './blessed/x.js';`, 'imports tui/blessed/x.ts without await import()'],
    ['tui/state.ts', `const x = await import('./blessed/x.js');`, 'imports tui/blessed/x.ts'],
    ['cli/commands/a.ts', `import { x } from '../../tui/blessed/x.js';`, 'imports tui/blessed/x.ts without await import()'],
    ['cli/commands/a.ts', `process.exit(1);`, 'uses process.exit'],
    ['headless/a.ts', `process.exitCode = 1;`, 'uses process.exitCode'],
    ['headless/a.ts', `const at = performance.now();`, 'uses performance'],
    ['app/a.ts', `import { x } from '../sources/x.js';`, 'imports sources/x.ts'],
    ['app/a.ts', `const x = await import(name);`, 'imports something that only shows when it runs'],
    ['sources/a.ts', `import type { Shell } from '../cli/shell.js';`, 'imports cli/shell.ts (its types)'],
    ['helpers/a.ts', ``, 'is in no room of the house'],
  ])('know that %s with %j is wrong', (path, text, fault) => {
    expect(faults(readModule(path, text))).toContain(`${path}: ${fault}`);
  });

  it.each([
    ['core/a.ts', 300],
    ['cli/commands/a.ts', 120],
  ])('know how long %s may be', (path, limit) => {
    expect(faults(readModule(path, '// line\n'.repeat(limit)))).toEqual([]);
    expect(faults(readModule(path, '// line\n'.repeat(limit + 1)))).toEqual([
      `${path}: has ${limit + 1} lines, more than ${limit}`,
    ]);
  });

  it.each<[string, string]>([
    ['core/alert/a.ts', `import { b } from '../b.js'; const at = new Date(0); const o = { process: 1 }; o.process;`],
    ['render/a.ts', `import { format } from 'date-fns/format'; import { UTCDate } from '@date-fns/utc/date';`],
    ['app/a.ts', `import type { Follower } from '../sources/source.js'; import { b } from '../formats/b.js';`],
    ['cli/commands/a.ts', `const { x } = await import('../../tui/blessed/x.js'); type X = typeof import('../../tui/blessed/x.js');`],
    ['sources/a.ts', `import { Tail } from 'tail'; import { openSync } from 'node:fs'; Date.now();`],
    ['main.ts', `import { parse } from './cli/options.js'; process.exit(0);`],
  ])('know that %s with %j is right', (path, text) => {
    expect(faults(readModule(path, text))).toEqual([]);
  });

  it('find a circle, but none that types or later imports close', () => {
    const circle = (back: string) => [readModule('core/a.ts', `import { b } from './b.js';`), readModule('core/b.ts', back)];
    expect(findCircle(circle(`import { a } from './a.js';`))).toBe('core/a.ts -> core/b.ts -> core/a.ts');
    expect(findCircle(circle(`import type { A } from './a.js'; await import('./a.js');`))).toBeNull();
  });
});
