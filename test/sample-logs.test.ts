import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleLogs } from './support/sample-logs.js';

const directory = new URL('../sample-logs/', import.meta.url);
const logs = sampleLogs();

/** `WRITE_SAMPLE_LOGS=1 npx vitest run test/sample-logs.test.ts` writes the files anew. */
beforeAll(() => {
  if (process.env['WRITE_SAMPLE_LOGS'] !== '1') return;
  mkdirSync(directory, { recursive: true });
  for (const [name, bytes] of logs) writeFileSync(new URL(name, directory), bytes);
});

const stored = (name: string): Buffer => readFileSync(new URL(name, directory));

/** Hits of each second, as the stamps between the brackets have it. */
const hitsBySecond = (text: string): number[] => {
  const hits = new Map<number, number>();
  for (const [, clock = ''] of text.matchAll(/\[\d+\/\w+\/\d+:([\d:]+) /g)) {
    const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
    const second = hours * 3600 + minutes * 60 + seconds;
    hits.set(second, (hits.get(second) ?? 0) + 1);
  }
  const first = Math.min(...hits.keys());
  return Array.from({ length: Math.max(...hits.keys()) - first + 1 }, (_, index) => hits.get(first + index) ?? 0);
};

describe('the sample logs', () => {
  it.each([...logs.keys()])('%s is what its generator makes', (name) => {
    expect(stored(name).equals(logs.get(name) ?? Buffer.alloc(0))).toBe(true);
  });

  it('are all named in their README', () => {
    const readme = stored('README.md').toString();
    const names = readdirSync(fileURLToPath(directory)).filter((name) => !name.startsWith('.') && name !== 'README.md');
    expect(names.sort()).toEqual([...logs.keys()].sort());
    for (const name of names) expect(readme).toContain(`\`${name}\``);
  });

  it.each([...logs.keys()])('%s is small', (name) => {
    expect(stored(name).length).toBeLessThan(400_000);
  });

  it('have one with a surge that passes 10/s over 120 s and falls back', () => {
    const hits = hitsBySecond(stored('combined.log').toString());
    const means = hits.map((_, at) => hits.slice(Math.max(0, at - 119), at + 1).reduce((a, b) => a + b, 0) / 120);
    expect(Math.max(...means)).toBeGreaterThan(10.5);
    expect(means.at(-1)).toBeLessThan(10);
    expect(means.findIndex((mean) => mean > 10)).toBeGreaterThan(90);
  });

  it('use no address but those reserved for documentation', () => {
    for (const name of logs.keys()) {
      for (const [address] of stored(name).toString('latin1').matchAll(/^(?:\S+:443 )?"?\d+\.\d+\.\d+\.\d+/gm)) {
        expect(address).toMatch(/(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
      }
    }
  });
});
