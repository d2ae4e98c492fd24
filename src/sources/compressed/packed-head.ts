import * as zlib from 'node:zlib';
import type { Bytes } from '../../core/units.js';
import type { Compression } from './compression.js';
import { fingerprintOf } from '../following/fingerprint.js';
import type { FileSystem } from '../file-system.js';
import type { LedgerEntry } from '../following/ledger-data.js';

/** Compressed bytes that are read to know a file by its text. */
const PIECE: Bytes = 64 * 1024;

/** Zeros and the like are not unpacked further than this. */
const MOST: Bytes = 16 * 1024 * 1024;

const NOTHING = Buffer.alloc(0);

/** The beginning of a compressed file's text; nothing where it cannot be had at once: gzip only. Errors of the file system are thrown. */
export const packedHead = (files: FileSystem, descriptor: number, compression: Compression): Buffer => {
  const piece = Buffer.alloc(PIECE);
  const packed = piece.subarray(0, files.read(descriptor, piece, 0, piece.length, 0));
  try {
    if (compression === 'gzip') return zlib.gunzipSync(packed, { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: MOST });
  } catch {
    // it is damaged, or not the text of a log
  }
  return NOTHING;
};

/** Whether a compressed file's text begins as an entry says of the file that was read. */
export const isPackedFrom = (files: FileSystem, descriptor: number, compression: Compression, { head, trail, offset }: LedgerEntry): boolean => {
  const text = packedHead(files, descriptor, compression);
  const isThere = (at: Bytes, bytes: Bytes, hash: string): boolean => fingerprintOf(text.subarray(at, at + bytes)).hash === hash;
  if (text.length < head.bytes || !isThere(0, head.bytes, head.hash)) return false;
  return text.length < offset || isThere(offset - trail.bytes, trail.bytes, trail.hash);
};
