import { describe, expect, it } from 'vitest';
import { linesAt, requestsAt } from '../../src/demo/site.js';

const START = Date.UTC(2018, 10, 22, 15, 52, 25) / 1000;
const COMBINED = /^\S+ - \S+ \[\d{2}\/\w{3}\/\d{4}:\d{2}:\d{2}:\d{2} \+0000\] "(.*)" \d{3} (?:\d+|-) ".*" ".*"$/;

const linesOf = (seconds: number, seed: number): string[] =>
  Array.from({ length: seconds }, (_, second) => linesAt(second, START + second, seed)).flat();

describe('the simulated site', () => {
  it('logs the same lines for the same seed', () => {
    expect(linesOf(30, 7)).toEqual(linesOf(30, 7));
  });

  it('logs other lines for another seed', () => {
    expect(linesOf(30, 7)).not.toEqual(linesOf(30, 8));
  });

  it("writes the second's own time", () => {
    const [line] = linesAt(20, START, 1);
    expect(line).toContain('[22/Nov/2018:15:52:25 +0000]');
  });

  it.each([1, 2, 3, 4, 5])('triggers within 30 s and resolves a few minutes later with seed %i', (seed) => {
    const hits = Array.from({ length: 240 }, (_, second) => linesAt(second, START, seed).length);
    const meanAt = (tick: number): number => hits.slice(Math.max(0, tick - 120), tick).reduce((a, b) => a + b, 0) / 120;
    expect(meanAt(30)).toBeGreaterThan(10);
    expect(meanAt(120)).toBeGreaterThan(10);
    expect(meanAt(210)).toBeLessThanOrEqual(10);
  });

  it('fails in one section while its checkout is down', () => {
    const serverErrors = Array.from({ length: 20 }, (_, index) => requestsAt(45 + index, START, 1))
      .flat()
      .filter(({ status }) => status >= 500);
    const inCheckout = serverErrors.filter(({ request }) => request.includes(' /checkout'));
    expect(inCheckout.length).toBeGreaterThan(30);
    expect(inCheckout.length / serverErrors.length).toBeGreaterThan(0.8);
  });

  it('logs odd requests now and then, and rarely a torn line', () => {
    const lines = linesOf(1200, 1);
    expect(lines.some((line) => line.includes('"\\x16\\x03\\x01'))).toBe(true);
    expect(lines.some((line) => line.includes('""'))).toBe(true);
    expect(lines.some((line) => line.includes('"OPTIONS * HTTP/1.0"'))).toBe(true);
    expect(lines.some((line) => line.includes('\\"Teapot\\"'))).toBe(true);
    expect(lines.some((line) => line.startsWith('2001:db8:'))).toBe(true);
    const torn = lines.filter((line) => !COMBINED.test(line));
    expect(torn.length).toBeGreaterThan(0);
    expect(torn.length / lines.length).toBeLessThan(0.01);
  });

  it('has a dozen sections', () => {
    const sections = new Set(
      Array.from({ length: 240 }, (_, second) => requestsAt(second, START, 1))
        .flat()
        .filter(({ status }) => status === 200)
        .map(({ request }) => / \/([^/? ]*)/.exec(request)?.[1]),
    );
    expect(sections.size).toBeGreaterThanOrEqual(12);
  });
});
