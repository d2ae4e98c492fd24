import type { ByteChunk } from '../core/byte-chunk.js';
import { hashBytes, MAX_KEY_BYTES } from '../core/key-table.js';
import { NO_STATUS } from '../core/record-ring.js';
import type { RequestParts } from './request.js';

/** What was found in a line: offsets into its chunk, hashes (see hashBytes), and its status. One object serves a scanner for all its lines. */
export interface LineFields extends RequestParts {
  hostFrom: number;
  hostTo: number;
  hostHash: number;
  pathHash: number;
  status: number;
}

/** Cuts host and path to what a key may hold, and hashes them. */
export const hashFields = (fields: LineFields, line: ByteChunk, seed: number): void => {
  fields.hostTo = Math.min(fields.hostTo, fields.hostFrom + MAX_KEY_BYTES);
  fields.hostHash = hashBytes(line, fields.hostFrom, fields.hostTo, seed);
  fields.pathHash = hashBytes(line, fields.pathFrom, Math.min(fields.pathTo, fields.pathFrom + MAX_KEY_BYTES), seed);
};

export const createLineFields = (): LineFields => ({
  hostFrom: 0,
  hostTo: 0,
  hostHash: 0,
  pathHash: 0,
  status: NO_STATUS,
  methodFrom: 0,
  methodTo: 0,
  pathFrom: 0,
  pathTo: 0,
  http: false,
});
