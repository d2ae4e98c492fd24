import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../src', import.meta.url));

const modules = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

/** The modules in which a pattern stands. */
const modulesWith = (pattern: RegExp, below = ''): string[] =>
  modules.filter(({ path, text }) => path.startsWith(below) && pattern.test(text)).map(({ path }) => path).sort();

/**
 * Whatever writes text for a view takes it as `Printable`, so that the compiler refuses text of any other origin. These tests
 * see to the rest: who may call text printable without looking at it, and who writes to a stream.
 */
describe('text of unknown origin reaches no view unseen:', () => {
  it('only what makes text printable says so without being asked', () => {
    expect(modulesWith(/\bas (?:unknown as )?Printable\b|(?<!Promise)<Printable>/)).toEqual(['render/cells.ts', 'render/json-line.ts', 'render/printable.ts']);
    expect(modulesWith(/\bas (?:unknown as )?PrintableBytes\b|<PrintableBytes>/)).toEqual(['cli/commands/generate.ts', 'convert/byte-output.ts', 'render/printable.ts']);
  });

  it('only those write to streams who take nothing but printable text, or give them on to one that does', () => {
    expect(modulesWith(/\.write\(|\bwritev?Sync\(/).filter((path) => !/^(?:demo|sources)\//.test(path))).toEqual([
      'app/record-stream.ts', // of convert, to a byte stream
      'cli/commands/generate.ts', // to a byte stream
      'cli/commands/report-output.ts', // to a byte stream, or into a file that -o names
      'cli/commands/report-tail.ts', // to that
      'cli/commands/report.ts', // to that
      'cli/flush.ts', // an empty text, to be told when all others were taken
      'cli/message.ts',
      'convert/byte-output.ts', // into its own memory
      'headless/byte-stream.ts',
      'headless/json-view.ts', // to a writer
      'headless/line-file.ts', // what --rejected names, byte by byte: never a terminal
      'headless/patience.ts', // to a writer
      'headless/text-view.ts', // to a writer
      'headless/writer.ts',
      'workers/spool.ts', // a log into a file without a name: never a terminal
    ]);
    expect(modulesWith(/\bconsole\b|\bprocess\.(?:title|emitWarning)\b/)).toEqual([]);
    const { text } = modules.find(({ path }) => path === 'cli/flush.ts')!;
    expect(text.match(/\.write\([^)]/g)).toEqual([".write('"]);
    expect(text).toContain(".write(''");
  });

  it.each([
    ['cli/message.ts', 'text: Printable'],
    ['convert/byte-output.ts', 'text(value: Printable): void'],
    ['convert/byte-output.ts', 'mark(mark: Mark): void'],
    ['convert/stamp.ts', 'constructor(text: Printable)'],
    ['app/record-stream.ts', 'write(bytes: PrintableBytes): Promise<void>'],
    ['headless/byte-stream.ts', 'write(bytes: PrintableBytes): Promise<void>'],
    ['cli/commands/report-output.ts', 'write(text: Printable): Promise<void>'],
    ['headless/writer.ts', 'write(text: Printable): void'],
    ['headless/patience.ts', 'write(kind: Dispensable, text: Printable, at: EpochSeconds): void'],
    ['tui/styled.ts', 'text: Printable;'],
    ['render/text-block.ts', 'lines: readonly Printable[]'],
  ])('%s takes %s', (module, demand) => {
    expect(modules.find(({ path }) => path === module)?.text).toContain(demand);
  });

  it('the dashboard sets cells, and never uses what the screen library reads as markup, or writes by itself', () => {
    const markup = /\.set(?:Content|Text|Line|Label|Title)\(|\bcontent:|\blabel:|\btitle:|tags: true|parseTags|\.program\.(?!on\()|\.title\b/;
    expect(modulesWith(markup, 'tui/blessed/')).toEqual([]);
  });
});
