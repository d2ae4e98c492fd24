import type { Module } from './modules.js';

/** What the modules of a room may import. */
interface Room {
  /** rooms whose modules it may import, besides its own */
  ours: readonly string[];
  /** rooms of which it may import types only */
  types?: readonly string[];
  /** packages */
  packages?: readonly string[];
  /** whether `node:` modules are allowed */
  node?: true;
  /** knows no clock, no timer, no process: everything it works on is given to it */
  pure?: true;
}

/** The rooms of `src/` and the direction of imports. A folder that is not here is a broken rule too. */
const ROOMS: Readonly<Record<string, Room>> = {
  core: { ours: [], pure: true },
  formats: { ours: ['core'], pure: true },
  filter: { ours: ['core', 'formats'], pure: true },
  reports: { ours: ['core', 'formats'], packages: ['bowser', 'isbot'], pure: true },
  render: { ours: ['core'], types: ['reports'], packages: ['date-fns', '@date-fns/utc'], pure: true },
  tui: { ours: ['core', 'render'], pure: true },
  'tui/blessed': { ours: ['tui', 'core', 'render'], packages: ['blessed', 'blessed-contrib'], node: true },
  sources: { ours: ['core'], packages: ['picomatch', 'tail', 'tinyglobby'], node: true },
  clocks: { ours: ['core'], node: true },
  convert: { ours: ['core', 'formats', 'render'], pure: true },
  app: { ours: ['core', 'formats', 'filter', 'convert', 'reports'], types: ['sources', 'clocks'] },
  workers: { ours: ['core', 'formats', 'filter', 'reports', 'app', 'sources'], node: true },
  headless: { ours: ['core', 'render'], node: true },
  generate: { ours: ['core', 'formats'], pure: true },
  demo: { ours: ['core', 'generate'], node: true },
  cli: {
    ours: ['core', 'formats', 'filter', 'reports', 'render', 'convert', 'tui', 'tui/blessed', 'sources', 'clocks', 'app', 'workers', 'headless', 'demo', 'generate'],
    node: true,
  },
  main: { ours: ['cli', 'core', 'render'], node: true },
};

/** The rooms that may read the machine's clock. */
const CLOCK_READERS: readonly string[] = ['main', 'clocks', 'sources'];

const CLOCK = ['Date.now', 'new Date()', 'new UTCDate()', 'new UTCDateMini()', 'performance', 'performance.now', 'process.hrtime'];
const SURROUNDINGS = [
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'process', 'console', 'globalThis', 'Math.random'],
  ...CLOCK,
];
const EXITS = ['process.exit', 'process.exitCode', 'process.abort', 'process.kill'];

/** A command only puts the parts together. */
const maxLines = (path: string): number => (path.startsWith('cli/commands/') ? 120 : 300);

/** The longest of the rooms' names that the path begins with; `main` for `main.ts`. */
export const roomOf = (path: string): string => {
  if (path === 'main.ts') return 'main';
  return path.startsWith('tui/blessed/') ? 'tui/blessed' : path.replace(/\/.*/s, '');
};

const packageOf = (specifier: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

/** The one module that imports what the user names. */
const LOADER = 'cli/own-module.ts';

const importFaults = (module: Module): string[] => {
  const room = roomOf(module.path);
  const rules = ROOMS[room];
  if (rules === undefined) return [`is in no room of the house`];
  return module.imports.flatMap(({ target, typeOnly, lazy }) => {
    if (target === '(computed)') return module.path === LOADER ? [] : ['imports something that only shows when it runs'];
    if (target.startsWith('node:')) return rules.node ? [] : [`imports ${target}`];
    if (!target.endsWith('.ts')) {
      const allowed = rules.packages?.includes(packageOf(target)) ?? false;
      return allowed ? [] : [`imports the package ${target}`];
    }
    const other = roomOf(target);
    if (other === room) return [];
    if (other === 'tui/blessed' && !lazy && !typeOnly) return [`imports ${target} without await import()`];
    const allowed = rules.ours.includes(other) || (typeOnly && (rules.types?.includes(other) ?? false));
    return allowed ? [] : [`imports ${target}${typeOnly ? ' (its types)' : ''}`];
  });
};

const useFaults = (module: Module): string[] => {
  const room = roomOf(module.path);
  const forbidden = [
    ...(ROOMS[room]?.pure ? SURROUNDINGS : []),
    ...(CLOCK_READERS.includes(room) ? [] : CLOCK),
    ...(room === 'main' ? [] : EXITS),
  ];
  return [...new Set(forbidden)].filter((use) => module.uses.has(use)).map((use) => `uses ${use}`);
};

const lengthFaults = ({ path, lines }: Module): string[] =>
  lines > maxLines(path) ? [`has ${lines} lines, more than ${maxLines(path)}`] : [];

/** Each rule of the house that a module breaks, as `path: what it does`. */
export const faults = (module: Module): string[] =>
  [...importFaults(module), ...useFaults(module), ...lengthFaults(module)].map((fault) => `${module.path}: ${fault}`);

/** One circle of modules that need each other to be loaded, as `a.ts -> b.ts -> a.ts`; null when there is none. */
export const findCircle = (modules: readonly Module[]): string | null => {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): string | null => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path].join(' -> ');
    if (done.has(path)) return null;
    for (const { target, typeOnly, lazy } of byPath.get(path)?.imports ?? []) {
      if (typeOnly || lazy || !byPath.has(target)) continue;
      const circle = visit(target, [...way, path]);
      if (circle !== null) return circle;
    }
    done.add(path);
    return null;
  };
  for (const { path } of modules) {
    const circle = visit(path, []);
    if (circle !== null) return circle;
  }
  return null;
};
