import { hashBytes, MAX_KEY_BYTES } from '../core/key-table.js';
import { chunkOf } from '../core/byte-chunk.js';
import type { ByteChunk } from '../core/byte-chunk.js';
import { NO_STATUS } from '../core/record-ring.js';
import type { EpochSeconds } from '../core/units.js';
import { SLOT } from './field.js';
import type { LineRecord } from './line-record.js';

const HOST = SLOT.host * 2;
const METHOD = SLOT.method * 2;
const PATH = SLOT.path * 2;

/** How a field that a line lacks is known. */
export const ABSENT = chunkOf(Buffer.from('-'));

/**
 * What a row of the ring is made of: numbers, hashes (see hashBytes), and offsets into the line's chunk, -1 where something is
 * absent. One object serves a scanner for all its lines. The fast path writes it without a detour over a LineRecord.
 */
export interface RowFields {
  second: EpochSeconds;
  /** 0 where it is absent */
  bytes: number;
  /** NO_STATUS where it is absent */
  status: number;
  hostFrom: number;
  hostTo: number;
  hostHash: number;
  methodFrom: number;
  methodTo: number;
  pathFrom: number;
  pathTo: number;
  pathHash: number;
  /** of what the fast path read: the user, the end of the target with its query, and that of the last field */
  userFrom: number;
  userTo: number;
  targetTo: number;
  usualTo: number;
  /** see LineRecord */
  http: boolean;
}

export const createRowFields = (): RowFields => ({
  second: 0.5,
  bytes: 0.5,
  status: NO_STATUS,
  hostFrom: 0,
  hostTo: 0,
  hostHash: 0,
  methodFrom: 0,
  methodTo: 0,
  pathFrom: 0,
  pathTo: 0,
  pathHash: 0,
  userFrom: 0,
  userTo: 0,
  targetTo: 0,
  usualTo: 0,
  http: false,
});

/** Hashes the key in bytes [from, to), cut to what a key may hold. */
const hashKey = (line: ByteChunk, from: number, to: number, seed: number): number =>
  from < 0 ? hashBytes(ABSENT, 0, 1, seed) : hashBytes(line, from, Math.min(to, from + MAX_KEY_BYTES), seed);

/** Takes what a row needs from a record. */
export const takeRecord = (fields: RowFields, record: LineRecord, seed: number): void => {
  const { spans, line, status, bytes } = record;
  fields.second = record.second;
  fields.bytes = bytes >= 0 ? bytes : 0;
  fields.status = status >= 0 ? status : NO_STATUS;
  fields.hostFrom = spans[HOST]!;
  fields.hostTo = spans[HOST + 1]!;
  fields.methodFrom = spans[METHOD]!;
  fields.methodTo = spans[METHOD + 1]!;
  fields.pathFrom = spans[PATH]!;
  fields.pathTo = spans[PATH + 1]!;
  fields.hostHash = hashKey(line, fields.hostFrom, fields.hostTo, seed);
  fields.pathHash = hashKey(line, fields.pathFrom, fields.pathTo, seed);
  fields.http = record.http;
};
