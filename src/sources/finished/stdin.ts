import type { Readable } from 'node:stream';
import { streamInput } from '../compressed/byte-input.js';
import type { ChunkedSource } from '../compressed/chunked-source.js';
import { openChunkedSource } from '../compressed/chunked-source.js';
import type { ReadBuffer } from '../read-buffer.js';
import { createReadBuffer } from '../read-buffer.js';
import type { LineSink } from '../source.js';

/**
 * Reads a stream such as stdin, only as fast as it is asked to: its writer waits meanwhile. A last line without newline
 * counts. What is compressed is decompressed. An error of the stream is told as an event, and ends it.
 *
 * @param buffer from `createReadBuffer`
 * @param path how the stream is named to people
 */
export const openStdin = (stream: Readable, sink: LineSink, buffer: ReadBuffer = createReadBuffer(), path = '-'): ChunkedSource => {
  const input = streamInput(stream);
  return openChunkedSource({ path, input, compression: 'unknown', sink, buffer, isLive: true, catchUp: false, close: input.close });
};
