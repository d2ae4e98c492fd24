import type { Printable } from '../render/printable.js';
import { UserError } from '../core/user-error.js';
import { writeTrouble } from './write-trouble.js';

/** Where text goes. */
export interface Writer {
  /** Takes text of lines, line ends included, and keeps it until the next flush. Dropped when closed. */
  write(text: Printable): void;
  /**
   * Hands everything over at once and resolves when the stream has taken it, which is when its reader is fast enough.
   * A reader that has gone is a normal end.
   *
   * @throws UserError when the stream fails otherwise, such as a full disk; so does each flush after it
   */
  flush(): Promise<void>;
  /** Characters that were written, and that the stream has not taken yet: its reader is slow, or has stopped. */
  readonly waiting: number;
  /** Nothing can be written any more: the reader has gone, or the stream has failed. */
  readonly closed: boolean;
}

export interface WriterOptions {
  /** how the stream is called in a message: `stdout` */
  name: string;
  /** told once when the reader has gone */
  onClosed?: () => void;
}

/** Writes to a stream in as few pieces as flushes are asked for. It listens to the stream's errors from now on. */
export const createWriter = (stream: NodeJS.WritableStream, { name, onClosed }: WriterOptions): Writer => {
  let pending: string[] = [];
  let waiting = 0;
  let closed = false;
  let failure: Error | null = null;
  /** the flush that is under way: the next one waits for it */
  let flushing = Promise.resolve();

  const fail = (error: unknown): void => {
    if (closed) return;
    const reason = writeTrouble(error);
    closed = true;
    pending = [];
    if (reason === null) onClosed?.();
    else failure = new UserError(`${name}: ${reason}`);
  };
  stream.on('error', fail);

  /** The error that the stream answered with, or null when it has taken the text. */
  const handOver = (text: string): Promise<unknown> =>
    new Promise((resolve) => {
      try {
        stream.write(text, (error) => {
          resolve(error ?? null);
        });
      } catch (error) {
        resolve(error);
      }
    });

  const flushPending = async (): Promise<void> => {
    if (!closed && pending.length > 0) {
      const text = pending.join('');
      pending = [];
      const error = await handOver(text);
      waiting -= text.length;
      if (error !== null) fail(error);
    }
    if (failure !== null) throw failure;
  };

  return {
    write(text) {
      if (closed) return;
      pending.push(text);
      waiting += text.length;
    },
    flush() {
      const next = flushing.then(flushPending);
      // A failure is the caller's to see, of each flush; the chain goes on.
      flushing = next.catch(() => undefined);
      return next;
    },
    get waiting() {
      return closed ? 0 : waiting;
    },
    get closed() {
      return closed;
    },
  };
};
