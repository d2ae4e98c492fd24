import type { Bytes } from '../../core/units.js';
import type { ByteInput } from './byte-input.js';
import type { Decompressor } from './decompressor.js';

/** Where the damage of compressed bytes is known to be, and what became of the text in front of it. */
export interface DamageSearch {
  /** the piece in which it shows: bytes [from, to) of the input */
  from: Bytes;
  to: Bytes;
  /** text that was given already */
  given: Bytes;
  /** takes the text behind that */
  gather: (chunks: readonly Buffer[]) => void;
  stopped: () => boolean;
}

/** The byte that could not be taken any more. */
export interface FoundDamage {
  offset: Bytes;
  why: string;
  /** it does not belong to the compressed data, which was whole */
  isBehind: boolean;
}

/** Compressed bytes that are fed at once where nothing is wrong yet. */
const PIECE: Bytes = 16 * 1024;

/**
 * Decompresses once more from the beginning, and byte by byte where the damage is: so the text comes out that was withheld.
 * Null when there is no damage this time.
 */
export const findDamage = async (decompressor: Decompressor, input: ByteInput, search: DamageSearch): Promise<FoundDamage | null> => {
  const { from, to, gather, stopped } = search;
  let skip = search.given;
  const take = (): void => {
    for (const chunk of decompressor.take()) {
      const known = Math.min(skip, chunk.length);
      skip -= known;
      if (known < chunk.length) gather([chunk.subarray(known)]);
    }
  };
  try {
    for (let at = 0; at < to && !stopped(); ) {
      const piece = await input.next(at < from ? Math.min(PIECE, from - at) : 1);
      if (piece.length === 0) break;
      const fate = await decompressor.feed(piece);
      take();
      if (fate.kind === 'damaged') return { offset: at, why: fate.why, isBehind: fate.isBehind };
      if (fate.kind === 'over') break;
      at += piece.length;
    }
    return null;
  } finally {
    decompressor.close();
  }
};
