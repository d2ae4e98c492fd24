import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkOf } from '../../../src/core/byte-chunk.js';
import { STANDARD_ERROR, UniqueHosts } from '../../../src/reports/traffic/unique-hosts.js';

const add = (hosts: UniqueHosts, text: string | Uint8Array): void => {
  const bytes = Buffer.from(text as string);
  hosts.add(chunkOf(Buffer.concat([Buffer.from('x'), bytes, Buffer.from(' - -')])), 1, 1 + bytes.length);
};

const hostsOf = (texts: readonly (string | Uint8Array)[]): UniqueHosts => {
  const hosts = new UniqueHosts();
  for (const text of texts) add(hosts, text);
  return hosts;
};

/** Addresses, written into the same bytes again and again. */
const addAddresses = (hosts: UniqueHosts, count: number, visit: (added: number) => void): void => {
  const chunk = chunkOf(Buffer.alloc(20));
  for (let n = 1; n <= count; n += 1) {
    const length = chunk.bytes.write(`${n >>> 16}.${(n >>> 8) & 255}.${n & 255}.7`, 'latin1');
    hosts.add(chunk, 0, length);
    visit(n);
  }
};

const texts = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 50 });

describe('the estimate of different hosts', () => {
  test('of none is 0, and of one is 1 however often it comes', () => {
    expect(new UniqueHosts().estimate()).toBe(0);
    expect(hostsOf(['10.0.0.1', '10.0.0.1', '10.0.0.1']).estimate()).toBe(1);
  });

  test('stays within four standard errors at any size up to two million', () => {
    const hosts = new UniqueHosts();
    const sizes = [1, 2, 5, 10, 100, 1000, 5000, 10_000, 20_000, 40_000, 60_000, 100_000, 300_000, 1_000_000, 2_000_000];
    const off: [size: number, sigmas: number][] = [];
    addAddresses(hosts, 2_000_000, (size) => {
      if (sizes.includes(size)) off.push([size, Math.abs(hosts.estimate() - size) / (STANDARD_ERROR * size)]);
    });
    expect(off.map(([size]) => size)).toEqual(sizes);
    expect(off.filter(([, sigmas]) => sigmas > 4)).toEqual([]);
  });

  test('tells texts apart by each bit, and by their length', () => {
    const bits = Array.from({ length: 12 * 8 }, (_, bit) => {
      const bytes = Buffer.alloc(12);
      bytes[bit >> 3] = 1 << (bit & 7);
      return bytes;
    });
    const zeros = Array.from({ length: 40 }, (_, length) => Buffer.alloc(length));
    const size = hostsOf([...bits, ...zeros]).estimate();
    expect(Math.abs(size - 136)).toBeLessThanOrEqual(4);
  });

  test('of a merge is that of all together, in any order and with repetitions', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const whole = hostsOf([...a, ...b]).cut();
        const merged = new UniqueHosts();
        merged.merge(hostsOf(b).cut());
        merged.merge(hostsOf([...a, ...b.slice(0, 9)]).cut());
        expect(Buffer.compare(merged.cut(), whole)).toBe(0);
      }),
    );
  });

  test('begins anew with each cut', () => {
    const hosts = hostsOf(['a', 'b']);
    hosts.cut();
    expect(hosts.estimate()).toBe(0);
  });

  test('is the same in each run and on each machine', () => {
    const registers = hostsOf(['10.0.0.1', '2001:db8::1', 'host.example.org']).cut();
    const set = [...registers.entries()].filter(([, rank]) => rank > 0);
    expect(set).toEqual([[3859, 1], [8798, 1], [15368, 1]]);
  });
});
