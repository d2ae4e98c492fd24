import type { Bytes } from '../../core/units.js';
import type { ByteInput } from './byte-input.js';
import { inputOf, remembered } from './byte-input.js';
import type { Compression } from './compression.js';
import { compressionOf } from './compression.js';
import type { DecodedBytes } from './decoded-bytes.js';
import { decode } from './decoded-bytes.js';
import { headOf } from '../file-head.js';
import { LineAssembler } from '../line-assembler.js';
import type { ReadBuffer } from '../read-buffer.js';
import type { FinishedSource, HandedOn, LineSink, SourceEnd } from '../source.js';
import { leftOutText, troubleOf } from '../trouble.js';

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
  /** what an earlier run handed on of it: lines begin behind that */
  from?: HandedOn | null;
  /** Gives back what the input reads from, and lets go of who waits for it. Called once. */
  close: () => void;
}

/** A source whose next lines may have to be waited for. */
export interface ChunkedSource extends FinishedSource {
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
 * without newline counts, unless it was cut off by damage or by an error.
 */
export const openChunkedSource = (options: ChunkedSourceOptions): ChunkedSource => {
  const { path, input, compression, sink, buffer, isLive, catchUp, from = null } = options;
  const lines = new LineAssembler(sink, buffer, from === null);
  if (from?.skipping === true) lines.skip();
  const chunkSize = Math.min(256 * 1024, buffer.bytes.length - buffer.offset);
  let text: DecodedBytes | null = null;
  let begun = false;
  let ended = false;
  let closed = false;
  let rest: Buffer = NOTHING;
  /** text that came so far, and what of it is an earlier run's */
  let came: Bytes = 0;
  const known: Bytes = from?.text ?? 0;
  let finalState: { end: SourceEnd; handedOn: HandedOn } | null = null;

  const begin = (head: Buffer): void => {
    begun = true;
    if (from === null) sink.event('opened', null);
    else sink.event('resumed', `an earlier run read the first ${String(known)} bytes of its text`);
    sink.opened(headOf(head));
  };

  const handedOn = (): HandedOn => ({ text: Math.max(known, came) - lines.held, skipping: lines.skipping });

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
    const isWhole = error === null && (damage === null || damage.isWhole);
    const upToCut = handedOn();
    if (isWhole) lines.finish(catchUp);
    const cut = lines.drop();
    if (error !== null) {
      const { detail } = troubleOf(error, () => null);
      sink.event('unreadable', `${detail}${leftOutText(cut)}`);
    }
    if (damage !== null) {
      sink.event(damage.event, `${damage.detail}${leftOutText(cut)}`);
    }
    const how = damage?.event ?? 'whole';
    finalState = { end: error === null ? how : 'unreadable', handedOn: isWhole ? handedOn() : upToCut };
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
      const skipped = Math.min(rest.length, Math.max(0, known - came));
      const fresh = rest.subarray(skipped);
      came += rest.length;
      rest = fresh.length === 0 ? NOTHING : lines.take(fresh, catchUp);
      came -= rest.length;
      return true;
    },
    get end() {
      return finalState?.end ?? null;
    },
    get handedOn() {
      return finalState?.handedOn ?? handedOn();
    },
    close,
  };
};
