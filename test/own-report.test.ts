import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecordView } from '../src/reports/own/record-view.js';
import { runProgram } from './support/program.js';
import { readFiles, readSections } from './support/readme.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const README = join(ROOT, 'README.md');
const MODULES = readFiles(README, 'js');
const TYPED = readFiles(README, 'ts');

const directory = mkdtempSync(join(tmpdir(), 'alm-own-'));
const log = join(directory, 'access.log');
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const file = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};

const line = (hour: number, status: number, referrer = '-'): string => `192.0.2.1 - - [01/May/2024:${String(hour).padStart(2, '0')}:00:00 +0000] "GET /a HTTP/1.1" ${status} 5 "${referrer}" "curl/8"\n`;

beforeAll(() => {
  writeFileSync(log, [line(9, 200), line(9, 404, 'https://a/'), line(10, 503), line(10, 404, 'https://b/'), line(10, 404, 'https://b/'), line(10, 404)].join(''));
});

/** The files that a package has, at a place where modules in the directory find them. */
const installPackage = (): string[] => {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8' });
  const [packed] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = packed.files.map(({ path }) => path);
  for (const path of paths.filter((each) => /^package\.json$|^dist\/reports\/own\/own-report\./.test(each))) {
    const target = join(directory, 'node_modules/access-log-monitor', path);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(ROOT, path), target);
  }
  return paths;
};

/** What the compiler finds wrong in modules. */
const slipsIn = (paths: readonly string[], options: ts.CompilerOptions): string[] => {
  const program = ts.createProgram(paths, { target: ts.ScriptTarget.ES2023, lib: ['lib.es2023.d.ts'], skipDefaultLibCheck: true, strict: true, noEmit: true, allowJs: true, checkJs: true, types: [], ...options });
  return ts.getPreEmitDiagnostics(program).map(({ file: source, messageText }) => `${basename(source?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
};

const RESOLUTIONS: [string, ts.CompilerOptions][] = [
  ['NodeNext', { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }],
  ['a bundler', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
];

describe("the package's types", () => {
  let packed: string[] = [];
  beforeAll(() => {
    packed = installPackage();
  });

  it('are those of reports alone, and the program is beside them', () => {
    expect(packed.filter((path) => path.endsWith('.d.ts'))).toEqual(['dist/reports/own/own-report.d.ts']);
    expect(packed).toContain('dist/main.js');
  });

  it.each(RESOLUTIONS)('fit the modules of the README, and find a mistake, when they are found as %s does', (_, options) => {
    const modules = [...MODULES, ...TYPED];
    expect(modules.map(([name]) => name)).toEqual(['status-by-hour.mjs', 'broken-links.mts']);
    const mistake = file('mistake.mts', TYPED.get('broken-links.mts')!.replace('status === 404', "status === '404'"));
    expect(slipsIn([mistake, ...modules.map(([name, text]) => file(name, text))], options)).toEqual([expect.stringMatching(/^mistake\.mts: .*types 'number \| null' and 'string' have no overlap/)]);
  });
});

describe("the README's reports", () => {
  it('status-by-hour.mjs counts what awk would', async () => {
    const path = file('status-by-hour.mjs', MODULES.get('status-by-hour.mjs')!);
    const { stdout, stderr, exit } = await runProgram(['report', path, '--output', 'json', log]);
    expect([stderr, exit]).toEqual(['', 0]);
    expect(JSON.parse(stdout)).toMatchObject({
      report: 'status by hour',
      window: { from: '2024-05-01T09:00:00.000Z', to: '2024-05-01T10:00:00.000Z' },
      result: [
        { hour: '2024-05-01T09', classes: [0, 1, 0, 1, 0] },
        { hour: '2024-05-01T10', classes: [0, 0, 0, 3, 1] },
      ],
      sources: [{ path: log }],
      lines: { read: 6, accepted: 6, rejected: 0, filtered: 0, late: 0 },
    });
    expect((await runProgram(['report', path, '--filter', 'status:404', log])).stdout).toMatch(/\n\n2024-05-01T09h 0 0 0 1 0\n2024-05-01T10h 0 0 0 3 0\n$/);
  });

  it('broken-links.mts counts, once it is compiled', async () => {
    const { outputText } = ts.transpileModule(TYPED.get('broken-links.mts')!, { compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext } });
    const { stdout } = await runProgram(['report', file('broken-links.mjs', outputText), '--output', 'json', log]);
    expect((JSON.parse(stdout) as { result: unknown }).result).toEqual([{ referrer: 'https://b/', hits: 2 }, { referrer: 'https://a/', hits: 1 }]);
  });

  it('have records with the members that it tells of', () => {
    const cells = (readSections(README).get('Reports of your own') ?? '').split('\n| member |')[1]!.split('\n\n')[0]!;
    const told = cells.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)/g)].map(([, name]) => name!));
    const members = Object.entries(Object.getOwnPropertyDescriptors(RecordView.prototype)).flatMap(([name, property]) => ('get' in property || name === 'text' || name === 'number' ? [name] : []));
    expect(told.sort()).toEqual(members.sort());
  });
});

const FUNCTIONS = 'empty: () => ({}), add: () => {}, merge: () => {}, finish: () => 1';

describe('the module of a report', () => {
  it.each([
    ['default.mjs', `export default { name: 'mine', ${FUNCTIONS} };`],
    ['named.mjs', `export const name = 'mine'; export const { empty, add, merge, finish } = { ${FUNCTIONS} };`],
    ['common.cjs', `module.exports = { name: 'mine', ${FUNCTIONS} };`],
    ['a name # with 100 %.mjs', `export default { name: 'mine', ${FUNCTIONS} };`],
  ])('may be %s', async (name, text) => {
    const { stdout } = await runProgram(['report', file(name, text), '--output', 'json', log]);
    expect(JSON.parse(stdout)).toMatchObject({ report: 'mine', result: 1 });
  });

  it.each<[string, string, string, string]>([
    ['has a slip', 'slip.mjs', 'export default {\n  name: ,\n};', `cannot be loaded: SyntaxError: Unexpected token ','\n  node --check ${join(directory, 'slip.mjs')} shows where`],
    ['waits for ever', 'waits.mjs', 'await new Promise(() => undefined);', 'cannot be loaded: an await at its top level waits for what never comes'],
    ['throws', 'throws.mjs', "\nthrow new RangeError('too much');", 'cannot be loaded: RangeError: too much (throws.mjs:2:7)'],
    ['lacks a function', 'lacks.mjs', "export const name = 'x';", 'exports no empty\n  a report exports name, empty, add, merge and finish, and may export fields and render: see README, Reports of your own'],
    ['fails on a line', 'fails.mjs', `export default {\n  name: 'mine', ${FUNCTIONS},\n  add(state, { status }) {\n    if (status === 503) null.x();\n  },\n};`, `add failed: TypeError: Cannot read properties of null (reading 'x') (fails.mjs:4:30)\n  on a line of ${log}: ${line(10, 503).trimEnd()}`],
    ['fails to merge', 'merges.mjs', `export default {\n  name: 'mine', ${FUNCTIONS},\n  merge() {\n    null.x();\n  },\n};`, "merge failed: TypeError: Cannot read properties of null (reading 'x') (merges.mjs:4:10)"],
    ['has functions in its state', 'clones.mjs', `export default { name: 'mine', ${FUNCTIONS}, empty: () => ({ f: () => 1 }) };`, 'its state cannot be handed from thread to thread: () => 1 could not be cloned.\n  a state is made of plain objects, lists, Map, Set, typed arrays, texts and numbers'],
  ])('that %s ends with 2 and its place', async (_, name, text, message) => {
    const path = file(name, text);
    expect(await runProgram(['report', path, log])).toEqual({ stdout: '', stderr: `access-log-monitor: ${path}: ${message}\n`, exit: 2 });
  });

  it('must be there', async () => {
    const { stderr, exit } = await runProgram(['report', './nowhere.js', log]);
    expect([stderr, exit]).toEqual(['access-log-monitor: ./nowhere.js: no such report\n', 2]);
  });

  it('writes nothing that a terminal would obey', async () => {
    const text = `export default { name: 'mine', ${FUNCTIONS}, finish: () => '\\x1b[31mred', render: (red) => \`\${red}\\nand more\` };`;
    const { stdout } = await runProgram(['report', file('red.mjs', text), log]);
    expect(stdout).toMatch(/\n\n\\x1b\[31mred\nand more\n$/);
  });
});
