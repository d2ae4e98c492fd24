import type { Bytes } from '../core/units.js';
import type { ByteInput } from './byte-input.js';
import { inputOf, remembered } from './byte-input.js';
import type { Compression } from './compression.js';
import { compressionOf } from './compression.js';
import type { DecodedBytes } from './decoded-bytes.js';
import { decode } from './decoded-bytes.js';
import { headOf } from './file-head.js';
import { LineAssembler } from './line-assembler.js';
import type { ReadBuffer } from './read-buffer.js';
import type { LineSink, PullSource } from './source.js';
import { troubleOf } from './trouble.js';

export interface ChunkedSourceOptions {
  path: string;
  input: ByteInput;
  /** `unknown` is found out from the first bytes */
  compression: Compression | null | 'unknown';
  sink: LineSink;
  /** its own: no other source reads into it */
  buffer: ReadBuffer;
  isLive: boolean;
  /** hand on its lines as caught up */
  catchUp: boolean;
  /** Gives back what the input reads from, and lets go of who waits for it. Called once. */
  close: () => void;
}

/** A source whose next lines may have to be waited for. */
export interface ChunkedSource extends PullSource {
  read(): Promise<boolean>;
}

const NOTHING = Buffer.alloc(0);

/** What is read of a stream at once, at most. */
const READ_SIZE: Bytes = 64 * 1024;

/** How much of a compressed stream is kept, so that what stands in front of damage can be decompressed to its last byte. */
const REMEMBERED: Bytes = 1024 * 1024;

const plain = (input: ByteInput): DecodedBytes => ({
  next: async () => {
    const piece = await input.next(READ_SIZE);
    return piece.length > 0 ? piece : null;
  },
  damage: null,
  close: () => undefined,
});

/** Looks at the first bytes of an input, and gives its text. */
const recognise = async (input: ByteInput, chunkSize: Bytes): Promise<DecodedBytes> => {
  let head: Buffer = NOTHING;
  for (;;) {
    const piece = await input.next(READ_SIZE);
    head = Buffer.concat([head, piece]);
    const compression = compressionOf(head);
    const whole = inputOf([head], input);
    if (compression === 'undecided' && piece.length > 0) continue;
    if (compression === null || compression === 'undecided') return plain(whole);
    return decode(remembered(whole, REMEMBERED), compression, chunkSize);
  }
};

/**
 * Reads an input chunk by chunk, decompressed where it is compressed: `read()` waits until something comes. A last line
 * without newline counts, unless it was cut off by damage.
 */
export const openChunkedSource = (options: ChunkedSourceOptions): ChunkedSource => {
  const { path, input, compression, sink, buffer, isLive, catchUp } = options;
  const lines = new LineAssembler(sink, buffer, true);
  const chunkSize = Math.min(256 * 1024, buffer.bytes.length - buffer.offset);
  let text: DecodedBytes | null = null;
  let begun = false;
  let ended = false;
  let closed = false;
  let rest: Buffer = NOTHING;

  const begin = (head: Buffer): void => {
    begun = true;
    sink.event('opened', null);
    sink.opened(headOf(head));
  };

  const close = (): void => {
    ended = true;
    if (closed) return;
    closed = true;
    text?.close();
    options.close();
  };

  const end = (error: unknown): false => {
    if (!begun) begin(NOTHING);
    const damage = text?.damage ?? null;
    if (damage === null || damage.isWhole) lines.finish(catchUp);
    const cut = lines.drop();
    if (error !== null) sink.event('unreadable', troubleOf(error, () => null).detail);
    if (damage !== null) {
      sink.event(damage.event, cut === 0 ? damage.detail : `${damage.detail}; so are ${String(cut)} bytes of an unfinished line`);
    }
    sink.event('ended', null);
    close();
    return false;
  };

  const open = (): Promise<DecodedBytes> | DecodedBytes => {
    if (compression === 'unknown') return recognise(input, chunkSize);
    return compression === null ? plain(input) : decode(input, compression, chunkSize);
  };

  const nextChunk = async (): Promise<Buffer | null> => {
    text ??= await open();
    return text.next();
  };

  return {
    path,
    isLive,
    read: async () => {
      if (ended) return false;
      let error: unknown = null;
      if (rest.length === 0) {
        try {
          rest = (await nextChunk()) ?? NOTHING;
        } catch (caught) {
          error = caught;
        }
      }
      if (closed) return false;
      if (rest.length === 0) return end(error);
      if (!begun) begin(rest);
      rest = lines.take(rest, catchUp);
      return true;
    },
    close,
  };
};
