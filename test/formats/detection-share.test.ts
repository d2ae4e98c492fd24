import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { rankFormats } from '../../src/formats/detection.js';
import { SLOT } from '../../src/formats/field.js';
import { FORMATS } from '../../src/formats/registry.js';

/** So many lines of a sample, from its first on and again. */
const linesOf = (name: string, count: number): string[] => {
  const lines = readFileSync(new URL(`../../sample-logs/${name}`, import.meta.url), 'latin1')
    .split('\n')
    .filter((line) => line !== '');
  return Array.from({ length: count }, (_, n) => lines[n % lines.length]!);
};

/** How many requests each format reads, and how many of them whole, each asked about every line. */
const countsOf = (lines: readonly string[]): Map<string, [requests: number, whole: number]> =>
  new Map(
    FORMATS.map((format) => {
      const reader = format.newReader();
      const counts: [number, number] = [0, 0];
      for (const line of lines) {
        const bytes = Buffer.from(line, 'latin1');
        if (!reader.read(chunkOf(bytes), 0, bytes.length) || !(reader.record.has(SLOT.path) || reader.record.has(SLOT.status))) continue;
        counts[0] += 1;
        if (reader.whole) counts[1] += 1;
      }
      return [format.name, counts];
    }),
  );

const NAMES = ['common.log', 'combined.log', 'vhost-combined.log', 'nginx-ingress.log', 'traefik.log', 'requests.csv', 'caddy.json', 'nginx.json', 'iis.log', 'haproxy.log'];
/** Read as if nothing stood in front of the host, they would be shifted: that counts besides. */
const SHIFTED = ['vhost-combined.log'];
const PAIRS = NAMES.filter((name) => !SHIFTED.includes(name)).flatMap((first) => NAMES.filter((name) => name !== first).map((second) => [first, second] as const));

describe('a log of two formats, though not every format is asked about every line', () => {
  test.each(PAIRS)('%s, then more of %s: the best is among those that read most requests, and most of them whole', (first, second) => {
    const lines = [...linesOf(first, 50), ...linesOf(second, 70)];
    const [best] = rankFormats(lines);
    const all = countsOf(lines);
    const most = [...all.values()].sort((a, b) => b[0] - a[0] || b[1] - a[1])[0];
    expect(all.get(best!.format.name)).toEqual(most);
  });

  test('those that would read a virtual host as the client count so also where they are not asked', () => {
    const [best] = rankFormats([...linesOf('vhost-combined.log', 50), ...linesOf('combined.log', 70)]);
    expect(best?.format.name).toBe('combined');
  });

  test('formats that read every request tell the same of how many there were', () => {
    const lines = [...linesOf('common.log', 40), ...linesOf('combined.log', 60), ...linesOf('common.log', 40)];
    const all = countsOf(lines);
    const ranks = rankFormats(lines).filter(({ format }) => format.name === 'common' || format.name === 'combined');
    expect(ranks.map(({ format, requests, wholeRequests }) => [format.name, [requests, wholeRequests]])).toEqual(
      ['common', 'combined'].map((name) => [name, all.get(name)]),
    );
  });
});
