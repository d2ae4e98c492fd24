import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Intake } from '../../src/app/intake.js';
import { createArrivalPump } from '../../src/app/pump.js';
import { replay } from '../../src/app/replay.js';
import type { MonitorEvent } from '../../src/core/report.js';
import { parseFilter } from '../../src/filter/filter.js';
import { laneOf } from '../app/lane.js';
import { intakeBench } from '../app/intake-bench.js';
import { linesSource } from '../app/lines-source.js';
import { logLine } from '../app/log-text.js';

const T = 1_542_900_000;

/** One second of a log, as many seconds after the one before it. */
interface Second {
  gap: number;
  /** the lines of each source */
  lines: readonly { source: number; status: number; section: number; junk: boolean }[];
}

const line = fc.record({
  source: fc.nat({ max: 2 }),
  status: fc.constantFrom(100, 200, 200, 302, 404, 500, 999),
  section: fc.nat({ max: 3 }),
  junk: fc.constantFrom(false, false, false, false, true),
});
const second: fc.Arbitrary<Second> = fc.record({
  gap: fc.oneof({ weight: 15, arbitrary: fc.integer({ min: 1, max: 3 }) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 150 }) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 900 }) }),
  // Each has a record: where there is none, a gap is longer by so much.
  lines: fc.array(line, { minLength: 1, maxLength: 12 }).map(([first, ...others]) => [{ ...first!, junk: false }, ...others]),
});

const textOf = (at: number, { status, section, junk }: Second['lines'][number]): string =>
  junk ? 'no record' : logLine(at, { status, bytes: status * 3, host: `h${section}`, request: `GET /s${section}/x?${at} HTTP/1.1` });

const judged = (events: readonly MonitorEvent[]): MonitorEvent[] => events.filter(({ type }) => type !== 'source');

test('replaying logs, and feeding their lines through a clock at their own times, give equal events', async () => {
  const filters = fc.constantFrom(null, 'status:>=400', '-section:s1 status:[200 TO 399]', 'query:~/[02468]$/ OR host:h2').map((text) => (text === null ? null : parseFilter(text)));
  const options = fc.record({ threshold: fc.constantFrom(0.5, 1, 2, 2.5), alertWindow: fc.integer({ min: 1, max: 40 }), reportInterval: fc.integer({ min: 1, max: 30 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(second, { minLength: 1, maxLength: 40 }), fc.nat({ max: 100 }), options, filters, fc.integer({ min: 1, max: 7 }), async (seconds, start, config, filter, block) => {
      // The clock starts with the first record: each source has one there, by which its format is known.
      const first: Second = { gap: 0, lines: [0, 1, 2].map((source) => ({ source, status: 200, section: 0, junk: false })) };
      const all = [first, ...seconds];
      let at = T + start;
      // A line that is no record is counted with the record before it in its source.
      const timed = all.map(({ gap, lines }) => {
        at += gap;
        return { at, lines: lines.toSorted((a, b) => Number(a.junk) - Number(b.junk)) };
      });
      const known = timed.map(({ at: now, lines }) => ({ at: now, lines: lines.filter(({ source, junk }) => !junk || lines.some((other) => !other.junk && other.source === source)) }));

      const replayed = intakeBench(config, () => 0, null, filter);
      const inputs = [0, 1, 2].map((source) => {
        const intake = replayed.open(`${source}.log`);
        const texts = known.flatMap(({ at: now, lines }) => lines.filter((each) => each.source === source).map((each) => textOf(now, each)));
        return { intake, source: linesSource(intake, texts, [block]) };
      });
      await replay({ monitor: replayed.monitor, lanes: inputs.map((input) => laneOf(input)), pace: null, stopped: () => false, breathe: () => Promise.resolve() });
      replayed.monitor.finish();

      const live = intakeBench(config, () => 0, null, filter);
      const pump = createArrivalPump(live.monitor, T + start);
      const intakes = [0, 1, 2].map((source) =>
        live.open(`${source}.log`, (intake: Intake) => {
          pump.take(intake);
        }),
      );
      let clock = T + start;
      for (const { at: now, lines } of known) {
        while (clock < now) {
          clock += 1;
          pump.tick(clock);
        }
        for (const each of lines) {
          const bytes = Buffer.from(`${textOf(now, each)}\n`);
          intakes[each.source]!.lines(bytes, 0, bytes.length, false);
        }
      }
      pump.finish();

      expect(judged(live.events)).toEqual(judged(replayed.events));
      expect(live.monitor.summary(0)).toEqual(replayed.monitor.summary(0));
      expect(live.monitor.snapshot('all', 0).minutes).toEqual(replayed.monitor.snapshot('all', 0).minutes);
    }),
    { numRuns: 160 },
  );
});
