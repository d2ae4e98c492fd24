import * as zlib from 'node:zlib';
import type { Transform } from 'node:stream';
import type { Bytes } from '../../core/units.js';

/** What became of bytes that were fed. */
export type Fate =
  | { kind: 'fine' }
  /** the compressed data is over, and not all of the bytes belonged to it */
  | { kind: 'over' }
  /** `isBehind`: what was fed last does not begin like compressed data, and what came before it was whole */
  | { kind: 'damaged'; why: string; isBehind: boolean };

/** A stream of Node's zlib. */
type EngineStream = Transform & { readonly bytesWritten: number };

/** A decompressor of Node's, and what is peculiar to it. */
export interface Engine {
  make: (options: { chunkSize: number }) => EngineStream;
  /** what it says of data that does not begin like its own, and how many bytes of that data it has seen by then */
  foreign: { message: string; seen: Bytes };
  /** whether it says at the end that something is missing; otherwise another byte is fed, which no data begins with */
  knowsItsEnd: boolean;
  /** whether bytes behind its data begin more of it; what goes on by itself need not be asked */
  goesOn: (rest: Buffer) => boolean;
}

const GZIP: Engine = {
  make: zlib.createGunzip,
  foreign: { message: 'incorrect header check', seen: 2 },
  knowsItsEnd: true,
  goesOn: () => false,
};

const FRAME = Buffer.from('28b52ffd', 'hex');
/** A frame that is to be skipped: its first byte is 0x50 to 0x5f. */
const SKIPPED = Buffer.from('502a4d18', 'hex');

const beginsFrame = (rest: Buffer): boolean => {
  const begins = (magic: Buffer, mask: number): boolean =>
    rest.subarray(0, magic.length).every((byte, i) => (i === 0 ? byte & mask : byte) === magic[i]);
  return begins(FRAME, 0xff) || begins(SKIPPED, 0xf0);
};

/** Node has it from 22.15 on. */
const zstdOf = (library: object): Engine | null =>
  'createZstdDecompress' in library
    ? {
        make: library.createZstdDecompress as Engine['make'],
        foreign: { message: 'Unknown frame descriptor', seen: 1 },
        knowsItsEnd: false,
        goesOn: beginsFrame,
      }
    : null;

/** What decompresses; null where this Node cannot. */
export const engineFor = (compression: string): Engine | null => {
  if (compression === 'gzip') return GZIP;
  return compression === 'zstd' ? zstdOf(zlib) : null;
};

const FINE: Fate = { kind: 'fine' };
const CUT_OFF: Fate = { kind: 'damaged', why: 'unexpected end of file', isBehind: false };

/**
 * Decompresses piece by piece, in Node's thread pool: what comes out of a piece is there when it has been fed, and no
 * more is made until the next one is. Of the piece in which damage is found, Node may withhold what came before the damage.
 */
export class Decompressor {
  readonly #engine: Engine;
  readonly #chunkSize: Bytes;
  #stream: EngineStream;
  #decoded: Buffer[] = [];
  #fed: Bytes = 0;
  /** where the data began that the stream is at */
  #base: Bytes = 0;
  #settle: (fate: Fate) => void = () => undefined;

  constructor(engine: Engine, chunkSize: Bytes) {
    this.#engine = engine;
    this.#chunkSize = chunkSize;
    this.#stream = this.#open();
  }

  /** Bytes that belonged to the compressed data so far. */
  get consumed(): Bytes {
    return this.#base + this.#stream.bytesWritten;
  }

  /** Gives what came out since the last time. */
  take(): Buffer[] {
    const decoded = this.#decoded;
    this.#decoded = [];
    return decoded;
  }

  /** Takes bytes, which must not change until it resolves. Never rejects. */
  async feed(bytes: Buffer): Promise<Fate> {
    this.#fed += bytes.length;
    for (let rest = bytes; ; ) {
      const fate = await this.#write(rest);
      if (fate.kind !== 'over') return fate;
      rest = bytes.subarray(bytes.length - (this.#fed - this.consumed));
      if (!this.#engine.goesOn(rest)) return fate;
      this.#base = this.consumed;
      this.close();
      this.#stream = this.#open();
    }
  }

  /** Nothing more will come: what was fed must be whole. To be called once, after all that came out was taken. */
  async finish(): Promise<Fate> {
    if (!this.#engine.knowsItsEnd) {
      const fate = await this.feed(Buffer.alloc(1));
      this.take();
      return fate.kind === 'over' || (fate.kind === 'damaged' && fate.isBehind) ? FINE : CUT_OFF;
    }
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#stream.once('end', () => {
        resolve(FINE);
      });
      this.#stream.end();
    });
  }

  close(): void {
    this.#stream.destroy();
  }

  #open(): EngineStream {
    const stream = this.#engine.make({ chunkSize: this.#chunkSize });
    const settle = (fate: Fate): void => {
      if (stream === this.#stream) this.#settle(fate);
    };
    stream.on('data', (chunk: Buffer) => this.#decoded.push(chunk));
    stream.on('error', ({ message }: Error) => {
      settle({ kind: 'damaged', why: message, isBehind: message === this.#engine.foreign.message });
    });
    stream.on('close', () => {
      settle(FINE);
    });
    return stream;
  }

  #write(bytes: Buffer): Promise<Fate> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#stream.write(bytes, (error) => {
        if (error !== undefined && error !== null) return; // is told as an event, too
        while (this.#stream.read() !== null); // each read is a `data` event
        resolve(this.consumed < this.#fed ? { kind: 'over' } : FINE);
      });
    });
  }
}
