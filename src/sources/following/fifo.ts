import type { Bytes } from '../../core/units.js';
import type { FileIdentity } from '../file-identity.js';
import type { FileStat } from '../file-system.js';
import type { FileLook, FollowedFile, Reading } from './followed-file.js';
import { LineAssembler } from '../line-assembler.js';
import { codeOf } from '../trouble.js';

/** The most that a pipe can hold unless root says otherwise: after its end was asked for, no more is read of it. */
const CAPACITY: Bytes = 1024 * 1024;

/**
 * A named pipe, read as a stream, one writer after the other: when the last one leaves, its last line counts, and the next
 * one is waited for. What was read stands nowhere else: it is in no ledger.
 */
export class Fifo implements FollowedFile {
  readonly identity: FileIdentity;
  lastSign: number;
  begun = false;
  hasBytes = false;
  isDeleted = false;
  isDrained = false;

  readonly #reading: Reading;
  readonly #descriptor: number;
  readonly #lines: LineAssembler;
  /** somebody writes to it */
  #isFed = false;
  #left = Infinity;

  /** @param stat of the descriptor, which was opened without waiting for a writer */
  constructor(reading: Reading, descriptor: number, stat: FileStat) {
    this.#reading = reading;
    this.#descriptor = descriptor;
    this.identity = { device: stat.device, inode: stat.inode };
    this.lastSign = reading.now();
    this.#lines = new LineAssembler(reading.sink, reading.buffer, true);
  }

  begin(): void {
    this.begun = true;
    this.#reading.sink.opened(Buffer.alloc(0));
  }

  read(budget: Bytes, stat: FileStat = this.#reading.files.fstat(this.#descriptor)): FileLook {
    this.isDeleted = stat.links === 0;
    let bytes = 0;
    while (bytes < budget && this.#left > 0) {
      const got = this.#readNext(Math.min(budget - bytes, this.#left));
      this.isDrained = got === null || got === 0;
      if (got === null) break;
      if (got === 0) {
        if (this.#isFed) this.#endWriter();
        break;
      }
      bytes += got;
      this.#left -= got;
      this.hasBytes = true;
      this.#lines.commit(got, false);
    }
    return { bytes, more: bytes >= budget && this.#left > 0 && budget > 0, rewritten: null };
  }

  settle(): void {
    this.#left = CAPACITY;
  }

  finish(): void {
    this.#lines.finish();
  }

  close(): void {
    this.#reading.files.close(this.#descriptor);
  }

  /** How many bytes came; 0 when nobody writes, null when who does has nothing to say just now. */
  #readNext(wanted: Bytes): number | null {
    const { buffer, offset, length } = this.#lines.space();
    try {
      const got = this.#reading.files.read(this.#descriptor, buffer, offset, Math.min(wanted, length), null);
      this.#isFed ||= got > 0;
      return got;
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
      this.#isFed = true;
      return null;
    }
  }

  #endWriter(): void {
    this.#isFed = false;
    this.#lines.finish();
    this.#reading.sink.event('drained', 'who wrote to the pipe has left; the next one is waited for');
  }
}
