import { ByteOutput } from '../convert/byte-output.js';
import type { PrintableBytes } from '../convert/byte-output.js';
import type { Bytes } from '../core/units.js';

/** So much is written at once, about. */
export const BLOCK: Bytes = 128 * 1024;

/** Where blocks go; see ByteStream. */
export interface BlockWriter {
  write(bytes: PrintableBytes): Promise<void>;
}

/** Two blocks in turn: while one is being written, the other one fills. */
export class RecordStream {
  private output = new ByteOutput(BLOCK * 2);
  private spare = new ByteOutput(BLOCK * 2);
  private writing: Promise<void> = Promise.resolve();
  private failure: Error | null = null;

  constructor(private readonly writer: BlockWriter) {}

  /** Where records go until the next flush. */
  get current(): ByteOutput {
    // What nobody will take is not kept.
    if (this.failure !== null) this.output.cutTo(0);
    return this.output;
  }

  /** Hands the block over as soon as the one before it has been taken. Throws what the writer threw of any of them. */
  async flush(): Promise<void> {
    // Somebody else may have handed a block over meanwhile.
    for (let before: Promise<void> | null = null; before !== this.writing; ) {
      before = this.writing;
      await before;
    }
    if (this.failure !== null) throw this.failure;
    const full = this.output;
    if (full.length === 0) return;
    this.output = this.spare;
    this.spare = full;
    this.output.cutTo(0);
    this.writing = this.writer.write(full.all).catch((error: unknown) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
    });
  }

  /** The same, and waits until all has been taken. */
  async drain(): Promise<void> {
    await this.flush();
    await this.writing;
    if (this.failure !== null) throw this.failure;
  }
}
