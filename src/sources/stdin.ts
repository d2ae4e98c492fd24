import type { Readable } from 'node:stream';
import { headOf } from './file-head.js';
import { LineAssembler } from './line-assembler.js';
import { createReadBuffer } from './read-buffer.js';
import type { LineSink, PullSource } from './source.js';
import { troubleOf } from './trouble.js';

/** A stream that is read chunk by chunk: `read()` waits until something comes. */
export interface StreamSource extends PullSource {
  read(): Promise<boolean>;
}

/**
 * Reads a stream such as stdin, only as fast as it is asked to: its writer waits meanwhile. A last line without newline
 * counts. An error of the stream is told as an event, and ends it.
 *
 * @param buffer from `createReadBuffer`; may be shared
 */
export const openStdin = (stream: Readable, sink: LineSink, buffer: Buffer = createReadBuffer()): StreamSource => {
  const lines = new LineAssembler(sink, buffer, true);
  let begun = false;
  let ended = false;
  let failure: Error | null = null;
  let wake = (): void => undefined;

  const onSign = (): void => {
    wake();
  };
  const onError = (error: Error): void => {
    failure = error;
    wake();
  };
  const signs = ['readable', 'end', 'close'] as const;
  for (const sign of signs) stream.on(sign, onSign);
  stream.on('error', onError);

  const begin = (head: Buffer): void => {
    begun = true;
    sink.event('opened', null);
    sink.opened(headOf(head));
  };

  const end = (): false => {
    if (ended) return false;
    ended = true;
    if (!begun) begin(Buffer.alloc(0));
    if (failure !== null) sink.event('unreadable', troubleOf(failure, () => null).detail);
    lines.finish();
    sink.event('ended', null);
    return false;
  };

  const isOver = (): boolean => stream.readableEnded || stream.destroyed || failure !== null;

  return {
    path: '-',
    read: async () => {
      while (!ended) {
        const chunk = stream.read() as Buffer | string | null;
        if (chunk !== null) {
          const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
          if (!begun) begin(bytes);
          lines.feed(bytes, false);
          return true;
        }
        if (isOver()) return end();
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return false;
    },
    close: () => {
      ended = true;
      for (const sign of signs) stream.off(sign, onSign);
      stream.destroy();
      wake();
    },
  };
};
