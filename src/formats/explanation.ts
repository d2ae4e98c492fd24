import { chunkOf } from '../core/byte-chunk.js';
import type { Choice, FormatSample, Rank } from './detection.js';
import { FIELDS, isShared, SLOT } from './field.js';
import type { FieldType } from './field.js';
import type { Format } from './format.js';
import type { LineReader } from './line-reader.js';

/** A field of a line. */
export interface ExplainedField {
  name: string;
  type: FieldType;
  /** of its number, or null */
  unit: string | null;
  /** as it stands in the line; null where it is absent */
  text: string | null;
  /** decoded, or the number of those that are numbers; null where it is absent */
  value: string | number | null;
  /** of a time */
  nanoseconds: number;
}

/** Where a line ceases to fit a format. */
export interface Misfit {
  /** the line's, from 1 on */
  number: number;
  text: string;
  /** offset in `text` */
  at: number;
  expected: string;
}

/** How a format fits the lines. */
export interface Fit {
  format: string;
  /** lines that fit, those that are meant for its reader included */
  lines: number;
  /** those that have every part of it and nothing behind */
  whole: number;
  /** fields that it finds in a record, on average */
  fields: number;
  /** the first line that does not fit to its end, and whether it is no record because of it */
  misfit: Misfit | null;
  isRecord: boolean;
  /** lines that do not fit */
  misfits: number;
}

/** Why lines are read as they are. */
export interface Explanation {
  /** that are not blank */
  lines: number;
  blank: number;
  /** the best first; what fits no line is not there */
  ranking: readonly Fit[];
  /** names of the formats that fit no line */
  unfit: readonly string[];
  /** the format that is explained; of lines that fit none the one that gets furthest, or null */
  chosen: Fit | null;
  why: string;
  /** a record in it */
  record: { number: number; text: string; fields: readonly ExplainedField[]; rest: Misfit | null } | null;
}

const BLANK = /^\s*$/;

const misfitOf = (line: Buffer, number: number, { failure }: LineReader): Misfit => {
  const { at, expected } = failure ?? { at: 0, expected: 'a record' };
  const before = line.toString('utf8', 0, at);
  return { number, text: before + line.toString('utf8', at), at: before.length, expected };
};

/** Whether a line is a record, or is meant for the reader. */
const reads = (reader: LineReader, line: Buffer): boolean => reader.read(chunkOf(line), 0, line.length) || reader.reason === 'header';

const fitOf = (format: Format, lines: readonly Buffer[]): Fit => {
  const reader = format.newReader();
  const fit: Fit = { format: format.name, lines: 0, whole: 0, fields: 0, misfit: null, isRecord: true, misfits: 0 };
  let records = 0;
  let found = 0;
  for (const [i, line] of lines.entries()) {
    if (BLANK.test(line.toString('latin1'))) continue;
    const isRecord = reader.read(chunkOf(line), 0, line.length);
    const isHeader = !isRecord && reader.reason === 'header';
    if (isRecord) {
      records += 1;
      found += reader.fields.filter(({ slot }) => reader.record.has(slot)).length;
    }
    fit.lines += isRecord || isHeader ? 1 : 0;
    fit.misfits += isRecord || isHeader ? 0 : 1;
    fit.whole += isHeader || (isRecord && reader.whole) ? 1 : 0;
    const isWorse = !isRecord && fit.isRecord;
    if (!isHeader && !(isRecord && reader.whole) && (fit.misfit === null || isWorse)) {
      fit.misfit = misfitOf(line, i + 1, reader);
      fit.isRecord = isRecord;
    }
  }
  fit.fields = records === 0 ? 0 : found / records;
  return fit;
};

const explainField = ({ record }: LineReader, { name, slot, type }: Format['fields'][number]): ExplainedField => {
  const isText = type === 'text' || type === 'address';
  const number = record.numbers[slot]!;
  return {
    name,
    type,
    unit: isShared(name) ? FIELDS[SLOT[name]]!.unit : type === 'bytes' ? 'B' : type === 'seconds' ? 's' : null,
    text: record.rawText(slot),
    value: isText ? record.text(slot) : Number.isNaN(number) ? null : number,
    nanoseconds: slot === SLOT.time ? record.fraction : 0,
  };
};

/** The first record, read in turn with what stands before it. */
const recordOf = (format: Format, lines: readonly Buffer[]): Explanation['record'] => {
  const reader = format.newReader();
  for (const [i, line] of lines.entries()) {
    if (BLANK.test(line.toString('latin1')) || !reader.read(chunkOf(line), 0, line.length)) continue;
    const fields = reader.fields.map((field) => explainField(reader, field));
    return { number: i + 1, text: line.toString('utf8'), fields, rest: reader.failure === null ? null : misfitOf(line, i + 1, reader) };
  }
  return null;
};

const compare = (best: Rank, next: Rank): string => {
  const { name } = next.format;
  const isOfRequests = best.requests > 0;
  if (isOfRequests && next.shifted > best.shifted && next.requests > best.requests) return `${name} fits more lines, but seems to take what stands before the host for it`;
  if (isOfRequests ? best.requests > next.requests : best.records > next.records) return `it fits more lines than ${name}`;
  const asMany = `as many lines fit ${name}`;
  if (isOfRequests ? best.wholeRequests > next.wholeRequests : best.whole > next.whole) return `${asMany}, but fewer of them to their end`;
  if (best.complete > 0 && next.complete === 0) return `${asMany}, but none of them to its last part`;
  if (isOfRequests ? best.foundInRequests > next.foundInRequests : best.found > next.found) return `${asMany}, but fewer fields are found in them`;
  if (best.headers > next.headers) return `${asMany}, but fewer of those that name columns`;
  return `${asMany}, which stands behind it in the list of formats`;
};

const whyOf = ({ others }: Choice, [best, next]: readonly Rank[]): string => {
  if (best === undefined || next === undefined) return 'no other fits any line';
  const more = others.filter((format) => format !== next.format).map(({ name }) => name);
  return `${compare(best, next)}${more.length === 0 ? '' : `; as many fit ${more.join(', ')}`}`;
};

/** Of formats that fit no line the one that gets furthest in the first one. */
const nearestOf = (formats: readonly Format[], lines: readonly Buffer[]): Format | null => {
  const first = lines.find((line) => !BLANK.test(line.toString('latin1')));
  if (first === undefined) return null;
  let furthest = 0;
  let nearest: Format | null = null;
  for (const format of formats) {
    const reader = format.newReader();
    const at = reads(reader, first) ? first.length : (reader.failure?.at ?? 0);
    if (at > furthest) {
      furthest = at;
      nearest = format;
    }
  }
  return nearest;
};

/**
 * Explains how the first lines of a log (without their ends) are read: in the format that was said, else in the one that fits
 * best. The sample has seen the lines.
 */
export const explain = (lines: readonly Buffer[], sample: FormatSample, formats: readonly Format[], said: Format | null): Explanation => {
  const ranks = sample.ranks();
  const choice = sample.choose();
  const ranking = ranks.map(({ format }) => fitOf(format, lines));
  const format = said ?? choice?.format ?? nearestOf(formats, lines);
  const chosen = format === null ? null : (ranking.find((fit) => fit.format === format.name) ?? fitOf(format, lines));
  const blank = lines.filter((line) => BLANK.test(line.toString('latin1'))).length;
  return {
    lines: lines.length - blank,
    blank,
    ranking,
    unfit: formats.filter(({ name }) => !ranking.some((fit) => fit.format === name)).map(({ name }) => name),
    chosen,
    why: said !== null ? 'as --format says' : choice === null ? 'no format fits any line, and this one gets furthest' : whyOf(choice, ranks),
    record: format === null ? null : recordOf(format, lines),
  };
};
