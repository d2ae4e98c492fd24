import { wordAt } from '../../core/byte-chunk.js';
import type { ByteChunk } from '../../core/byte-chunk.js';
import { hashBytes, MAX_KEY_BYTES } from '../../core/key-table.js';
import type { RowFields } from '../../formats/row-fields.js';
import type { KeySums } from './key-sums.js';

/** What is as short is remembered: nearly all requests are `GET`. */
const SHORT = 3;

/** Finds the ids of methods. */
export class MethodKeys {
  /** the last short one, its id, and the epoch of the methods in which it had that */
  private word = 0;
  private id = 0;
  private epoch = -1;

  constructor(
    private readonly methods: KeySums,
    private readonly seed: number,
  ) {}

  /** The id of a record's method; that of `-` where there is none. */
  idOf(line: ByteChunk, { methodFrom, methodTo }: RowFields): number {
    const { methods } = this;
    const length = methodTo - methodFrom;
    if (length <= 0) return methods.absentId();
    if (length > SHORT) return this.find(line, methodFrom, length);
    const word = wordAt(line.bytes, methodFrom, methodTo);
    if (word !== this.word || methods.epoch !== this.epoch) {
      this.id = this.find(line, methodFrom, length);
      this.word = word;
      this.epoch = methods.epoch;
    }
    return this.id;
  }

  private find(line: ByteChunk, from: number, length: number): number {
    const to = from + Math.min(length, MAX_KEY_BYTES);
    return this.methods.idOf(line, from, to, hashBytes(line, from, to, this.seed));
  }
}
