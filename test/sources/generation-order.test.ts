import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { families } from '../../src/sources/finished/generation-order.js';

/** Names of files, each written a second after the one before it. */
const order = (...names: string[]): string[][] =>
  families(names.map((path, n) => ({ path, modified: BigInt(n) * 10n ** 9n }))).map((family) => family.map(({ path }) => path));

const shuffled = (names: readonly string[]) => fc.shuffledSubarray([...names], { minLength: names.length });

describe('the generations of a log', () => {
  it.each([
    ['numbers, the highest first', ['access.log.10.gz', 'access.log.9.gz', 'access.log.2.gz', 'access.log.1', 'access.log']],
    ['numbers from 0 on', ['access.log.1', 'access.log.0', 'access.log']],
    ['dates of logrotate', ['access.log-20251231.gz', 'access.log-20260101.zst', 'access.log-20260110', 'access.log']],
    ['dates with hyphens', ['access.log.2025-12-31.bz2', 'access.log.2026-01-01', 'access.log']],
    ['hours', ['access.log-2026010109', 'access.log-2026010113', 'access.log-2026010200', 'access.log']],
    ['hours behind a hyphen', ['access.log-20260101-09', 'access.log-20260101-13']],
    ['times', ['access.log.2026-01-01T09-15-00', 'access.log.2026-01-01T10-00-01', 'access.log']],
    ['underscores', ['access_20251231.log', 'access_20260101.log', 'access.log']],
    ['dates before the extension', ['access-20251231.log.gz', 'access-20260101.log', 'access.log']],
    ['dates with points before the extension', ['access.2025-12-31.log', 'access.2026-01-01.log', 'access.log']],
    ['months and years', ['access.log.2025-11', 'access.log.2025-12', 'access.log']],
    ['seconds since 1970', ['access.log-1700000000', 'access.log-1767225600.gz', 'access.log']],
    ['a name without extension', ['access_log.2', 'access_log.1', 'access_log']],
    ['folders', ['/var/log/access.log.2.gz', '/var/log/access.log.1', '/var/log/access.log']],
  ])('by %s are read oldest first, in whatever order they were named', (_name, names) => {
    fc.assert(
      fc.property(shuffled(names), (named) => {
        expect(order(...named)).toEqual([names]);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['numbers and dates', ['access.log.1', 'access.log-20260101', 'access.log.2']],
    ['numbers within dates', ['access.log-20260101.2', 'access.log-20260101.1', 'access.log-20251231.1']],
  ])('by %s are read as they were written', (_name, names) => {
    expect(order(...names)).toEqual([names]);
    expect(order(...names.toReversed())).toEqual([names.toReversed()]);
  });

  it.each([
    [['a.log', 'b.log', 'a.log.1'], [['a.log.1', 'a.log'], ['b.log']]],
    [['x/access.log', 'y/access.log.1'], [['x/access.log'], ['y/access.log.1']]],
    [['10.0.0.1', '10.0.0.2'], [['10.0.0.1'], ['10.0.0.2']]],
    [['web-10.0.0.1', 'web-10.0.0.2'], [['web-10.0.0.1'], ['web-10.0.0.2']]],
    [['app.1.log', 'app.2.log'], [['app.1.log'], ['app.2.log']]],
    [['web1.log', 'web2.log'], [['web1.log'], ['web2.log']]],
    [['access.log', 'error.log'], [['access.log'], ['error.log']]],
    [['access-99999999.log', 'access.log'], [['access-99999999.log'], ['access.log']]],
    [['access.log.old', 'access.log'], [['access.log.old'], ['access.log']]],
  ])('are told from other logs: %j', (names, expected) => {
    expect(order(...names)).toEqual(expected);
  });

  it('by the same name in two forms are read as they were written', () => {
    expect(order('a.log.1', 'a.log.1.gz', 'a.log')).toEqual([['a.log.1', 'a.log.1.gz', 'a.log']]);
  });
});
