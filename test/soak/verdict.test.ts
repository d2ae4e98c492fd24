import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../src/formats/detection.js';
import { NumberedLines } from './numbered-line.js';
import type { Summary } from './verdict.js';
import { judge, unevenFiles } from './verdict.js';

const FILE = 'site-0.log';

interface Line {
  host: string;
  section: string;
  bytes: number;
}

const linesOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, host = '', section = '', bytes = ''] = /^(\S+) .*"GET \/(\w+)\/\S+ HTTP\/1.1" \d+ (\d+) /.exec(line) ?? [];
      return { host, section, bytes: Number(bytes) };
    });

/** What a program tells that counted these lines. */
const summaryOf = (lines: readonly Line[], rejected = 0): Summary => {
  const keys = [...new Set(lines.map(({ host }) => host))];
  const sections = [...new Set(lines.map(({ section }) => section))];
  return {
    type: 'summary',
    hits: lines.length,
    lines: { read: lines.length + rejected, rejected },
    hosts: { top: keys.map((key) => ({ key, count: lines.filter(({ host }) => host === key).length })) },
    sections: sections.map((section) => {
      const own = lines.filter((line) => line.section === section);
      return { section, hits: own.length, bytes: own.reduce((sum, { bytes }) => sum + bytes, 0) };
    }),
    sources: [{ path: FILE, read: lines.length + rejected }],
  };
};

/** 900 lines, ten in each block, and three in the gap between a copy and its truncation. */
const writeLines = () => {
  const maker = new NumberedLines(900);
  const text = maker.make(900, FILE).toString('latin1');
  const gap = maker.make(3, FILE, true).toString('latin1');
  return { written: maker.written, text, lines: linesOf(text), gap: linesOf(gap) };
};

describe('the numbered lines of a soak', () => {
  it('are Combined lines', () => {
    const { text } = writeLines();
    expect(detectFormat(text.split('\n').slice(0, 1))?.name).toBe('combined');
  });

  it('are numbered one after the other', () => {
    const { lines, gap } = writeLines();
    expect([...lines, ...gap].map(({ bytes }) => bytes)).toEqual(Array.from({ length: 903 }, (_, index) => index + 1));
  });
});

describe('the verdict on a soak', () => {
  const { written, lines, gap } = writeLines();
  const without = (index: number): Line[] => lines.filter((_, each) => each !== index);

  it('finds nothing where each line was counted once', () => {
    const summary = summaryOf([...lines, ...gap]);
    expect(judge(written, summary)).toEqual({ lost: 0, doubled: 0, lostInGap: 0, faults: [] });
    expect(unevenFiles(written, summary)).toEqual([]);
  });

  it('lets lines be missing that were written between copy and truncation', () => {
    expect(judge(written, summaryOf([...lines, ...gap.slice(1)]))).toEqual({ lost: 0, doubled: 0, lostInGap: 1, faults: [] });
  });

  it('finds a lost line, and its number', () => {
    const verdict = judge(written, summaryOf([...without(411), ...gap]));
    expect(verdict).toMatchObject({ lost: 1, doubled: 0 });
    expect(verdict.faults.join()).toContain('the mean number is 412.0');
    expect(unevenFiles(written, summaryOf([...without(411), ...gap]))).toEqual([`${FILE}: 903 lines written, 902 read`]);
  });

  it('finds a line that was counted twice', () => {
    expect(judge(written, summaryOf([...lines, lines[411]!, ...gap]))).toMatchObject({ lost: 0, doubled: 1 });
  });

  it.each<[string, Line[], number]>([
    ['that was lost while another of its block was counted twice', [...without(411), lines[412]!], 0],
    ['that was made of two', [...without(411), { ...lines[411]!, section: 'liline' }], 0],
    ['that was no record', lines, 1],
    ['of the gap that was counted twice', [...lines, ...gap, gap[0]!], 0],
  ])('finds a line %s', (_name, counted, rejected) => {
    expect(judge(written, summaryOf(counted, rejected)).faults).not.toEqual([]);
  });
});
