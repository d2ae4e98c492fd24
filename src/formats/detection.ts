import { chunkOf } from '../core/byte-chunk.js';
import type { Format } from './format.js';
import { LINE_END } from './line-reader.js';
import type { LineReader } from './line-reader.js';
import { FORMATS } from './registry.js';

/** Lines that a format is recognised from, at most. */
export const SAMPLE_LINES = 100;

/** Only so much of a line is looked at: longer ones are no records anyway. */
const SAMPLE_BYTES = 64 * 1024;

/** How well a format fits some lines. */
export interface Rank {
  format: Format;
  /** lines that it reads as records, or that are meant for its reader */
  records: number;
  /** those that have every part of it and nothing behind */
  whole: number;
  /** one of them has every part of it, whatever is behind */
  complete: boolean;
  /** fields that it finds in them, those that are absent not counted */
  found: number;
}

const fits = (reader: LineReader, line: Buffer): 'whole' | 'complete' | 'record' | 'no' => {
  if (line.length === 0) return 'no';
  if (reader.read(chunkOf(line), 0, line.length)) {
    if (reader.whole) return 'whole';
    return reader.failure?.expected === LINE_END ? 'complete' : 'record';
  }
  return reader.reason === 'header' ? 'whole' : 'no';
};

const foundIn = ({ fields, record }: LineReader): number => fields.reduce((sum, { slot }) => (record.has(slot) ? sum + 1 : sum), 0);

const bytesOf = (line: string): Buffer => Buffer.from(line.slice(0, SAMPLE_BYTES), 'latin1');

/**
 * Makes what tells whether a line (its bytes as characters) fits any format, or names the columns of one. It is for the lines
 * of one source in turn, and remembers what they say about each other.
 */
export const createRecogniser = (formats: readonly Format[] = FORMATS): ((line: string) => boolean) => {
  const readers = formats.map((format) => format.newReader());
  return (line) => {
    const bytes = bytesOf(line);
    return readers.some((reader) => fits(reader, bytes) !== 'no');
  };
};

/**
 * The formats that read any of a file's first lines (without line ends, their bytes as characters), the best first: the one
 * that reads most of them as records; among equals the one whose whole layout most of them have, then one that
 * has all parts of at least one of them; among those the one that finds more fields there; among those the richer one.
 */
export const rankFormats = (lines: readonly string[], formats: readonly Format[] = FORMATS): Rank[] => {
  const sample = lines.slice(0, SAMPLE_LINES).map(bytesOf);
  const ranks = formats.map((format): Rank => {
    const reader = format.newReader();
    const rank = { format, records: 0, whole: 0, complete: false, found: 0 };
    for (const line of sample) {
      const fit = fits(reader, line);
      if (fit !== 'no') rank.records += 1;
      if (fit === 'whole') rank.whole += 1;
      if (fit === 'whole' || fit === 'complete') rank.complete = true;
      if (fit !== 'no') rank.found += foundIn(reader);
    }
    return rank;
  });
  return ranks.filter(({ records }) => records > 0).sort((a, b) => b.records - a.records || b.whole - a.whole || Number(b.complete) - Number(a.complete) || b.found - a.found);
};

/** The best of rankFormats; null when no line fits any. */
export const detectFormat = (lines: readonly string[]): Format | null => rankFormats(lines)[0]?.format ?? null;
