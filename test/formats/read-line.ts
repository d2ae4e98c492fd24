import { chunkOf } from '../../src/core/byte-chunk.js';
import type { Format } from '../../src/formats/format.js';
import type { Layout } from '../../src/formats/layouts/layout.js';
import type { LineReader } from '../../src/formats/line-reader.js';
import { pastedLayout } from '../../src/formats/layouts/pasted-layout.js';
import { TextFormat } from '../../src/formats/text-format.js';

/** A record's fields by name, absent ones left out: numbers of those that have one, else texts; `fraction` in nanoseconds. */
export type Fields = Record<string, string | number>;

/** What a reader has of the line that it has just read. */
export const fieldsOf = (reader: LineReader): Fields => {
  const { record } = reader;
  const fields: Fields = {};
  for (const { name, slot, type } of reader.fields) {
    const isText = type === 'text' || type === 'address';
    const value = isText ? record.text(slot) : record.numbers[slot]!;
    if (value !== null && !Number.isNaN(value)) fields[name] = value;
  }
  if (record.fraction !== 0) fields['fraction'] = record.fraction;
  return fields;
};

/** Reads a line from within other bytes; null when it is no record. */
export const readWith = (reader: LineReader, line: string | Buffer): Fields | null => {
  const bytes = typeof line === 'string' ? Buffer.from(line) : line;
  const chunk = chunkOf(Buffer.concat([Buffer.from('x" 200 '), bytes, Buffer.from('" 200 77 "-"')]));
  return reader.read(chunk, 7, 7 + bytes.length) ? fieldsOf(reader) : null;
};

/** A format of a layout as somebody pastes it. */
export const pasted = (text: string): TextFormat => new TextFormat(pastedLayout('pasted', text));

export const formatOf = (layout: Layout): Format => new TextFormat(layout);

/** Reads a line in a layout as somebody pastes it. */
export const readLine = (layout: string, line: string | Buffer): Fields | null => readWith(pasted(layout).newReader(), line);
