import { chunkOf } from '../../core/byte-chunk.js';
import type { ByteChunk } from '../../core/byte-chunk.js';
import { LineRecord } from '../line-record.js';
import { flatten } from './json-flat.js';
import { JsonKeys } from './json-keys.js';
import { objectStart } from './json-start.js';
import { JsonTokens, TOKEN } from './json-tokens.js';

/** As it is written in a filter or a list of fields. */
const KEY_NAME = /^[\p{L}_@$][^\s"\\\p{C}]{0,199}$/u;

/** Whether a name that is no field's may be asked for as a key of lines in JSON. */
export const isKeyName = (name: string): boolean => KEY_NAME.test(name);

/**
 * Finds the values of keys that are no fields of a format in lines that are objects in JSON, each as a text; of a list its first.
 * What the format's reader makes of a line is nothing to it: it looks at the bytes of the line again, and only when it is asked.
 */
export class JsonOwn {
  /** the value of path n in slot n, when `read` has been called */
  readonly record: LineRecord;
  private readonly tokens: JsonTokens;
  private isRead = false;

  constructor(private readonly paths: readonly string[]) {
    this.record = new LineRecord(paths.length);
    for (let slot = 0; slot < paths.length; slot += 1) this.record.setEscape(slot, 'json');
    this.tokens = new JsonTokens(new JsonKeys(paths.map((path) => ({ name: path, kind: 'text', keys: [{ path, per: 1 }] }))), paths.length);
  }

  /** Another line comes. */
  next(): void {
    this.isRead = false;
  }

  /** Reads the line in bytes [from, to), unless it has been read. */
  read(line: ByteChunk, from: number, to: number): void {
    if (this.isRead) return;
    this.isRead = true;
    const { record, tokens } = this;
    record.clearAll();
    record.line = line;
    const start = objectStart(line.bytes, from, to);
    if (start < 0 || !(tokens.scan(line, start, to) || (tokens.isOdd && this.readOdd(line, start, to)))) return;
    for (let slot = 0; slot < this.paths.length; slot += 1) {
      if (tokens.kinds[slot] === TOKEN.none) continue;
      record.spans[slot * 2] = tokens.from[slot]!;
      record.spans[slot * 2 + 1] = tokens.to[slot]!;
    }
  }

  private readOdd(line: ByteChunk, start: number, to: number): boolean {
    const flat = flatten(line.bytes.toString('utf8', start, to), this.paths);
    if (flat === null) return false;
    this.record.line = chunkOf(Buffer.from(flat));
    return this.tokens.scan(this.record.line, 0, this.record.line.bytes.length);
  }
}
