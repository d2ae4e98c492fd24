import type { Bytes } from '../../core/units.js';
import type { ByteInput } from './byte-input.js';
import type { Compression } from './compression.js';
import { pipeRecipe } from './compression.js';
import { findDamage } from './damage-search.js';
import { Decompressor, engineFor } from './decompressor.js';

/** Why not all of it could be decompressed. */
export interface Damage {
  event: 'damaged' | 'unreadable';
  detail: string;
  /** whether all of the text came out; otherwise it may end in the middle of a line */
  isWhole: boolean;
}

/** The text of compressed bytes, chunk by chunk. */
export interface DecodedBytes {
  /** The next chunk, or null at the end. Errors of the system are thrown. */
  next(): Promise<Buffer | null>;
  /** what was wrong, known at the end */
  readonly damage: Damage | null;
  close(): void;
}

/** Compressed bytes that are fed at once, and of which one turn of decompressing makes text. */
const PIECE: Bytes = 16 * 1024;

/** What comes out is handed on in chunks of at most this. */
const CHUNK: Bytes = 256 * 1024;

/**
 * Decompresses, one piece ahead of whoever takes it. What stands in front of damage is given to the last byte: where Node
 * withholds it, the input is decompressed once more, the damaged piece byte by byte.
 */
export const decode = (input: ByteInput, compression: Compression, chunkSize = CHUNK): DecodedBytes => {
  const engine = engineFor(compression);
  let damage: Damage | null = null;
  if (engine === null) {
    damage = { event: 'unreadable', detail: pipeRecipe(compression), isWhole: true };
    return { next: () => Promise.resolve(null), damage, close: () => undefined };
  }

  const decompressor = new Decompressor(engine, chunkSize);
  let fed: Bytes = 0;
  let given: Bytes = 0;
  let queue: Buffer[] = [];
  let isOver = false;
  let closed = false;
  let ahead: Promise<void> | null = null;

  const damaged = (detail: string, isWhole: boolean): void => {
    damage ??= { event: 'damaged', detail, isWhole };
    isOver = true;
  };

  const gather = (chunks: readonly Buffer[]): void => {
    for (const chunk of chunks) given += chunk.length;
    queue.push(...chunks);
  };

  /** What stands behind the data, from `offset` of the input on; `there` is what was read already, and stands at `at`. */
  const leaveOut = async (offset: Bytes, there: Buffer, at: Bytes): Promise<void> => {
    let bytes = at - offset;
    let isPadding = bytes === 0;
    for (let piece = there; piece.length > 0; piece = await input.next(PIECE)) {
      bytes += piece.length;
      isPadding &&= piece.every((byte) => byte === 0);
    }
    const what = isPadding ? 'zero bytes of padding' : `bytes that are no ${compression}`;
    damaged(`${String(bytes)} ${what} follow its data, from byte ${String(offset)} on, and are left out`, true);
  };

  /** Finds the byte in which the damage shows, and gives what was withheld. `piece` begins at `from`. */
  const recover = async (from: Bytes, piece: Buffer, why: string): Promise<void> => {
    const again = input.again();
    if (again === null) {
      damaged(`${why}, at byte ${String(from)} of it or up to ${String(piece.length)} later; what follows is lost`, false);
      return;
    }
    const search = { from, to: from + piece.length, given, stopped: () => closed, gather };
    const found = await findDamage(new Decompressor(engine, chunkSize), again, search);
    if (found === null) damaged(`${why}, after byte ${String(from)} of it; what follows is lost`, false);
    else if (found.isBehind) {
      const offset = found.offset + 1 - engine.foreign.seen;
      const at = Math.max(from, offset);
      await leaveOut(offset, piece.subarray(at - from), at);
    } else damaged(`${found.why}, at byte ${String(found.offset)} of it; what follows is lost`, false);
  };

  const feed = async (piece: Buffer): Promise<void> => {
    const from = fed;
    fed += piece.length;
    const fate = await decompressor.feed(piece);
    gather(decompressor.take());
    if (closed || fate.kind === 'fine') return;
    const offset = decompressor.consumed;
    if (fate.kind === 'over') await leaveOut(offset, piece.subarray(offset - from), offset);
    else await recover(from, piece, fate.why);
  };

  const step = async (): Promise<void> => {
    const piece = await input.next(PIECE);
    if (closed) return;
    if (piece.length > 0) {
      await feed(piece);
      return;
    }
    const fate = await decompressor.finish();
    gather(decompressor.take());
    isOver = true;
    if (fate.kind === 'damaged') damaged(`it ends in the middle, at byte ${String(fed)} of it: it was cut off`, false);
  };

  return {
    next: async () => {
      while (queue.length === 0 && !isOver && !closed) {
        ahead ??= step();
        await ahead.finally(() => (ahead = null));
      }
      const chunk = closed ? undefined : queue.shift();
      // The last chunk is taken now: the next piece can be worked on meanwhile.
      if (queue.length === 0 && !isOver && !closed) {
        ahead = step();
        ahead.catch(() => undefined); // it is told when it is waited for
      }
      return chunk ?? null;
    },
    get damage() {
      return damage;
    },
    close: () => {
      closed = true;
      queue = [];
      decompressor.close();
    },
  };
};
