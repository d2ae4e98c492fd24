import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../src/filter/filter.js';
import { formatNamed } from '../../src/formats/registry.js';
import { ServerLog } from '../sources/log-directory.js';
import { hitCount } from '../support/hit-count.js';
import { expectedOf, generatedLog, MAX_LINE, withoutDoubt } from './generated-log.js';
import type { GeneratedLog } from './generated-log.js';
import { ALL_TIME, report } from './report.js';

/** How a run is cut into pieces of work. */
const machine = fc.record({
  workers: fc.integer({ min: 1, max: 3 }),
  partSize: fc.integer({ min: 1, max: 3000 }),
  packedPartSize: fc.integer({ min: 1, max: 3000 }),
  mostKept: fc.constantFrom(0, 200_000, 1e9),
  readSize: fc.integer({ min: 64, max: 2000 }),
});

const logs = fc.array(generatedLog, { minLength: 1, maxLength: 3 });

/** Writes each log to a file of a name that makes it no generation of another. */
const write = (folder: ServerLog, contents: readonly GeneratedLog[]): string[] =>
  contents.map(({ bytes, isPacked }, i) => {
    const path = folder.in(`${'abc'[i]!}.log${isPacked ? '.gz' : ''}`);
    writeFileSync(path, bytes);
    return path;
  });

describe('a report is the same', () => {
  it('for any number of threads, size of parts and size of reads, and it is what the lines say', async () => {
    const folder = new ServerLog();
    await fc.assert(
      fc.asyncProperty(logs, machine, fc.boolean(), fc.boolean(), async (contents, how, isSaid, isUsual) => {
        const paths = write(folder, contents);
        const { run, events } = await report(paths, { ...how, maxLine: MAX_LINE, kind: hitCount(isUsual), formatOf: () => (isSaid ? formatNamed('combined') : null) });
        const { rows, lines, rejectedBy } = expectedOf(contents);
        expect(events).toEqual([]);
        expect({ rows: run.result.rows, lines: run.lines, rejectedBy: withoutDoubt(run.rejectedBy) }).toEqual({ rows, lines, rejectedBy });
        expect(run.isPartial).toBe(false);
        for (const source of [...run.sources, run.lines]) expect(source.read).toBe(source.accepted + source.rejected + source.filtered);
      }),
      { numRuns: 80 },
    );
  });

  it('whether the newest record had to be found first, or the window was said', async () => {
    const folder = new ServerLog();
    await fc.assert(
      fc.asyncProperty(logs, machine, fc.integer({ min: 1, max: 300 }), async (contents, how, seconds) => {
        const paths = write(folder, contents);
        const { newest } = expectedOf(contents);
        const asked = { ...how, maxLine: MAX_LINE };
        const { run } = await report(paths, { ...asked, window: { ...ALL_TIME, seconds } });
        if (newest === null) {
          expect(run.window).toEqual({ from: null, to: null });
          return;
        }
        const { rows, lines, rejectedBy } = expectedOf(contents, newest - seconds * 1000, newest);
        expect({ rows: run.result.rows, lines: run.lines, rejectedBy: withoutDoubt(run.rejectedBy) }).toEqual({ rows, lines, rejectedBy });
        const said = { ...ALL_TIME, from: { kind: 'at' as const, at: newest - seconds * 1000 }, to: { kind: 'at' as const, at: newest } };
        const { run: once } = await report(paths, { ...asked, window: said });
        expect({ ...run, result: { ...run.result, parts: 0 } }).toEqual({ ...once, result: { ...once.result, parts: 0 } });
      }),
      { numRuns: 40 },
    );
  });

  it('with a filter, whatever reads the lines', async () => {
    const folder = new ServerLog();
    await fc.assert(
      fc.asyncProperty(logs, machine, fc.boolean(), async (contents, how, isUsual) => {
        const paths = write(folder, contents);
        const { run } = await report(paths, { ...how, maxLine: MAX_LINE, kind: hitCount(isUsual), filter: parseFilter('status:>=400') });
        const { rows, lines } = expectedOf(contents);
        const errors = rows.filter((row) => !row.includes(' 200 '));
        const accepted = errors.reduce((sum, row) => sum + Number(row.split(' ')[2]), 0);
        expect(run.result.rows).toEqual(errors);
        expect(run.lines).toEqual({ ...lines, accepted, filtered: lines.accepted - accepted });
      }),
      { numRuns: 40 },
    );
  });
});
