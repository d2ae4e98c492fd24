import { describe, expect, it } from 'vitest';
import { CLIENT_HOSTS, ConnectionMaker, SERVER_HOSTS, SLICE, SLICES } from '../../src/generate/connection-maker.js';
import type { ConnectionParameters } from '../../src/generate/connection-maker.js';
import { linesOf, START } from './made-log.js';

const made = (amount: ConnectionParameters['amount'], seed = 1, room = 1 << 16): Buffer => {
  const maker = new ConnectionMaker({ amount, seed, start: START });
  const block = Buffer.alloc(room);
  const blocks: Buffer[] = [];
  for (let length = maker.fill(block); length > 0; length = maker.fill(block)) blocks.push(Buffer.from(block.subarray(0, length)));
  return Buffer.concat(blocks);
};

describe('made connections', () => {
  const LINES = 240_000;
  const bytes = made({ lines: LINES });
  const rows = linesOf(bytes).map((line) => /^(\d{10}) (\S+) (\S+)$/.exec(line)!);

  it('are as many as were asked for, of 55 hosts to 26', () => {
    expect(rows).toHaveLength(LINES);
    expect([...new Set(rows.map((row) => row[2]))].sort()).toEqual([...CLIENT_HOSTS].sort());
    expect([...new Set(rows.map((row) => row[3]))].sort()).toEqual([...SERVER_HOSTS].sort());
    expect([new Set(CLIENT_HOSTS).size, new Set(SERVER_HOSTS).size]).toEqual([55, 26]);
  });

  it('are 286 MB when they are 12 million', () => {
    expect((bytes.length / LINES) * 12).toBeCloseTo(286, -0.5);
  });

  it('come in 24 slices of 300 s, one after the other, within which the order says nothing', () => {
    const perSlice = LINES / SLICES;
    for (let slice = 0; slice < SLICES; slice += 1) {
      const seconds = rows.slice(slice * perSlice, (slice + 1) * perSlice).map((row) => Number(row[1]) - START - slice * SLICE);
      expect([Math.min(...seconds), Math.max(...seconds)]).toEqual([0, SLICE - 1]);
      const first = seconds.slice(0, perSlice / 2);
      const mean = first.reduce((sum, second) => sum + second, 0) / first.length;
      expect(mean).toBeGreaterThan(140);
      expect(mean).toBeLessThan(160);
    }
  });

  it('are the same for the same seed, whatever the blocks', () => {
    expect(made({ lines: 3000 }, 1, 100)).toEqual(made({ lines: 3000 }));
    expect(made({ lines: 3000 }, 2)).not.toEqual(made({ lines: 3000 }));
  });

  it.each([1, 63, 1000, 50_001])('are no more than %i bytes, and lack less than a line', (most) => {
    const { length } = made({ bytes: most });
    expect(length).toBeLessThanOrEqual(most);
    expect(most - length).toBeLessThan(64);
  });
});
