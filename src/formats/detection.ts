import type { Layout } from './layout.js';
import { layoutPattern } from './pattern.js';
import { LAYOUTS } from './registry.js';

/** Lines that a format is recognised from, at most. */
export const SAMPLE_LINES = 100;

/** Only so much of a line is looked at: longer ones are no records anyway. */
const SAMPLE_BYTES = 64 * 1024;

interface Candidate {
  layout: Layout;
  whole: RegExp;
  needed: RegExp;
}

const candidates: readonly Candidate[] = LAYOUTS.map((layout) => ({
  layout,
  whole: layoutPattern(layout, 'whole'),
  needed: layoutPattern(layout, 'needed'),
}));

const cut = (line: string): string => line.slice(0, SAMPLE_BYTES);

/** Whether a line fits any format, or names the columns of one. */
export const isRecognisable = (line: string): boolean => {
  const text = cut(line);
  return candidates.some(({ layout, needed }) => needed.test(text) || layout.header === text);
};

/**
 * The format of a file by its first lines (without line ends): the one that reads most of them as records; among equals the
 * one whose whole layout most of them have; among those the richer one. Null when no line fits any.
 */
export const detectLayout = (lines: readonly string[]): Layout | null => {
  let best: { layout: Layout; records: number; exact: number } | null = null;
  const sample = lines.slice(0, SAMPLE_LINES).map(cut);
  for (const { layout, whole, needed } of candidates) {
    const fits = (line: string): boolean => line === layout.header;
    const records = sample.filter((line) => needed.test(line) || fits(line)).length;
    const exact = sample.filter((line) => whole.test(line) || fits(line)).length;
    if (records === 0) continue;
    if (best === null || records > best.records || (records === best.records && exact > best.exact)) {
      best = { layout, records, exact };
    }
  }
  return best?.layout ?? null;
};
