import { describe, expect, it } from 'vitest';
import { LineMaker } from './line-maker.js';
import type { LogParameters } from './line-maker.js';

const PARAMETERS: LogParameters = { lines: 20_000, paths: 2_000, hosts: 1_000, span: 60, seed: 7 };
const COMBINED = /^(\S+) - - \[([^\]]+)\] "\S+ (\S+) HTTP\/[\d.]+" (\d{3}) \d+ "[^"]*" "(?:[^"\\]|\\.)*"$/;

const made = (parameters: LogParameters, room = 1 << 16): string => {
  const maker = new LineMaker(parameters);
  const block = Buffer.alloc(room);
  let text = '';
  while (maker.left > 0) text += block.toString('latin1', 0, maker.fill(block));
  return text;
};

describe('the lines of the bench', () => {
  const text = made(PARAMETERS);
  const matches = text.trimEnd().split('\n').map((line) => COMBINED.exec(line));
  const distinct = (group: number): number => new Set(matches.map((match) => match?.[group])).size;

  it('are as many Combined lines as were asked for', () => {
    expect(matches.length).toBe(PARAMETERS.lines);
    expect(matches.every((match) => match !== null)).toBe(true);
  });

  it('hold each path, each host and each second', () => {
    expect([distinct(1), distinct(2), distinct(3)]).toEqual([PARAMETERS.hosts, PARAMETERS.span, PARAMETERS.paths]);
  });

  it('fail in about 8 % by 4xx and in about 2 % by 5xx', () => {
    const share = (first: string): number => matches.filter((match) => match?.[4]?.startsWith(first)).length / matches.length;
    expect(share('4')).toBeCloseTo(0.08, 1);
    expect(share('5')).toBeCloseTo(0.02, 1);
  });

  it('are about 230 bytes long', () => {
    expect(text.length / PARAMETERS.lines).toBeGreaterThan(210);
    expect(text.length / PARAMETERS.lines).toBeLessThan(250);
  });

  it('do not depend on the blocks that they are made in', () => {
    expect(made(PARAMETERS, 5_000)).toBe(text);
  });
});
