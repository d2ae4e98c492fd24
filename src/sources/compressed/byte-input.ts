import type { Readable } from 'node:stream';
import type { Bytes } from '../../core/units.js';
import type { OpenFile } from '../finished/lent-file.js';

/** The bytes of a source in their order, as they are stored. */
export interface ByteInput {
  /**
   * The next ones, at most `most`; none at the end. They may be gone at the next call. Errors of the system are thrown.
   */
  next(most: Bytes): Promise<Buffer> | Buffer;
  /** The same bytes from their beginning; null where they cannot be had again. */
  again(): ByteInput | null;
}

const NOTHING = Buffer.alloc(0);

/** The first `size` bytes of a file. */
export const fileInput = (file: OpenFile, size: Bytes): ByteInput => {
  let position = 0;
  let block: Buffer = NOTHING;
  return {
    next: (most) => {
      if (block.length < most) block = Buffer.allocUnsafeSlow(most);
      const got = file.read(block, 0, Math.min(most, size - position), position);
      position += got;
      return block.subarray(0, got);
    },
    again: () => fileInput(file, size),
  };
};

/** Bytes that are there already, and then those of another input. */
export const inputOf = (chunks: readonly Buffer[], rest: ByteInput | null = null): ByteInput => {
  let turn = 0;
  let chunk: Buffer = NOTHING;
  return {
    next: (most) => {
      if (chunk.length === 0) chunk = chunks[turn++] ?? NOTHING;
      if (chunk.length === 0) return rest?.next(most) ?? NOTHING;
      const piece = chunk.subarray(0, most);
      chunk = chunk.subarray(piece.length);
      return piece;
    },
    again: () => null,
  };
};

/** Remembers what went by, up to so many bytes, so that it can be had again. */
export const remembered = (input: ByteInput, limit: Bytes): ByteInput => {
  let kept: Buffer[] | null = [];
  let size = 0;
  return {
    next: async (most) => {
      const piece = await input.next(most);
      size += piece.length;
      if (size > limit) kept = null;
      kept?.push(Buffer.from(piece));
      return piece;
    },
    again: () => (kept === null ? null : inputOf(kept)),
  };
};

/** After each of these it is worth trying to read again. */
const SIGNS = ['readable', 'end', 'close'] as const;

/** A stream's bytes, taken only as fast as they are asked for: its writer waits meanwhile. */
export interface StreamInput extends ByteInput {
  /** Ends it: who waits for bytes gets none. May be called twice. */
  close: () => void;
}

export const streamInput = (stream: Readable): StreamInput => {
  let rest: Buffer = NOTHING;
  let closed = false;
  let wake = (): void => undefined;
  const onSign = (): void => {
    wake();
  };
  for (const sign of SIGNS) stream.on(sign, onSign);
  stream.on('error', onSign); // stays when it is closed: a late error is nobody's bug

  const isOver = (): boolean => stream.readableEnded || stream.destroyed;

  return {
    next: async (most) => {
      while (rest.length === 0 && !closed) {
        const chunk = stream.read() as Buffer | string | null;
        if (chunk !== null) rest = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
        else if (stream.errored !== null) throw stream.errored;
        else if (isOver()) break;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
      const piece = closed ? NOTHING : rest.subarray(0, most);
      rest = rest.subarray(piece.length);
      return piece;
    },
    again: () => null,
    close: () => {
      closed = true;
      for (const sign of SIGNS) stream.off(sign, onSign);
      stream.destroy();
      wake();
    },
  };
};
