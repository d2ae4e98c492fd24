import { createHash } from 'node:crypto';
import type { Bytes } from '../../core/units.js';

/** What tells a stretch of bytes from others without keeping it. */
export interface Fingerprint {
  bytes: Bytes;
  /** 32 hexadecimal digits; of no bytes it is empty */
  hash: string;
}

/** How much of a file's beginning is compared: the first min(offset, 4096) bytes, so that it grows with what was read. */
export const HEAD_BYTES: Bytes = 4096;

/** How much in front of the offset is compared: more than a line of any usual log. */
export const TRAIL_BYTES: Bytes = 1024;

export const fingerprintOf = (bytes: Buffer): Fingerprint => ({
  bytes: bytes.length,
  hash: bytes.length === 0 ? '' : createHash('sha256').update(bytes).digest('hex').slice(0, 32),
});
