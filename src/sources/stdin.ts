import type { Readable } from 'node:stream';
import { headOf } from './file-head.js';
import { LineAssembler } from './line-assembler.js';
import type { ReadBuffer } from './read-buffer.js';
import { createReadBuffer } from './read-buffer.js';
import type { LineSink, PullSource } from './source.js';
import { troubleOf } from './trouble.js';

/** After each of these it is worth trying to read again. */
const SIGNS = ['readable', 'end', 'close'] as const;
const NOTHING = Buffer.alloc(0);

/** A stream that is read chunk by chunk: `read()` waits until something comes. */
export interface StreamSource extends PullSource {
  read(): Promise<boolean>;
}

/**
 * Reads a stream such as stdin, only as fast as it is asked to: its writer waits meanwhile. A last line without newline
 * counts. An error of the stream is told as an event, and ends it.
 *
 * @param buffer from `createReadBuffer`
 */
export const openStdin = (stream: Readable, sink: LineSink, buffer: ReadBuffer = createReadBuffer()): StreamSource => {
  const lines = new LineAssembler(sink, buffer, true);
  let begun = false;
  let ended = false;
  let rest: Buffer = NOTHING;
  let wake = (): void => undefined;

  const onSign = (): void => {
    wake();
  };
  for (const sign of SIGNS) stream.on(sign, onSign);
  stream.on('error', onSign); // stays when it is closed: a late error is nobody's bug

  const begin = (head: Buffer): void => {
    begun = true;
    sink.event('opened', null);
    sink.opened(headOf(head));
  };

  const end = (): false => {
    if (ended) return false;
    ended = true;
    if (!begun) begin(NOTHING);
    if (stream.errored !== null) sink.event('unreadable', troubleOf(stream.errored, () => null).detail);
    lines.finish();
    sink.event('ended', null);
    return false;
  };

  const nextChunk = (): Buffer => {
    const chunk = stream.read() as Buffer | string | null;
    if (chunk === null) return NOTHING;
    return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  };

  const isOver = (): boolean => stream.readableEnded || stream.destroyed;

  return {
    path: '-',
    isLive: true,
    read: async () => {
      while (!ended) {
        if (rest.length === 0) rest = nextChunk();
        if (rest.length > 0) {
          if (!begun) begin(rest);
          rest = lines.take(rest, false);
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
      for (const sign of SIGNS) stream.off(sign, onSign);
      stream.destroy();
      wake();
    },
  };
};
