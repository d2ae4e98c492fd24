import type { Converter } from '../../app/converter.js';
import { BLOCK } from '../../app/record-stream.js';
import type { RecordStream } from '../../app/record-stream.js';
import type { FinishedInput, FinishedLane } from '../../sources/finished/finished-lanes.js';
import { createReadBuffer } from '../../sources/read-buffer.js';
import { openStdin } from '../../sources/finished/stdin.js';
import type { ConvertOptions } from '../convert-options.js';
import type { Shell } from '../shell.js';
import { openFinishedFiles } from './finished-files.js';
import type { Stop } from './stop.js';

/** Milliseconds of reading after which signals have their turn. */
const BREATH = 20;

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What a conversion is put together from. */
export interface ConvertParts {
  converterOf: (path: string) => Converter;
  stream: RecordStream;
  /** Lines have been converted. */
  onBatch: () => void;
}

/** Makes what converts one source to its end, as fast as its records are taken. */
export const createReadToEnd = (stream: RecordStream, onBatch: () => void, shell: Shell, stop: Stop) => {
  let breath = shell.monotonic();
  return async ({ source, sink }: FinishedInput<Converter>): Promise<void> => {
    let more = true;
    while (more && !stop.requested) {
      more = await source.read();
      while (sink.convert(BLOCK) || stream.current.length >= BLOCK) await stream.flush();
      // Its writer may be watching.
      if (source.isLive) await stream.drain();
      onBatch();
      if (shell.monotonic() - breath < BREATH) continue;
      await breathe();
      breath = shell.monotonic();
    }
  };
};

/** Files that are read to their ends one after the other, and stdin before or behind them, as it was named. */
export const convertFinished = async (
  paths: readonly string[],
  { converterOf, stream, onBatch }: ConvertParts,
  { maxLineLength }: Pick<ConvertOptions, 'maxLineLength'>,
  shell: Shell,
  stop: Stop,
  hasOthers = false,
): Promise<void> => {
  const hasStdin = paths.includes('-');
  const lanes = openFinishedFiles(paths.filter((path) => path !== '-'), converterOf, maxLineLength, hasStdin || hasOthers);
  const readToEnd = createReadToEnd(stream, onBatch, shell, stop);
  const stdin = (): FinishedInput<Converter> => {
    const sink = converterOf('-');
    return { source: openStdin(shell.stdin, sink, createReadBuffer(undefined, maxLineLength)), sink };
  };
  const input = hasStdin ? stdin() : null;
  // A read of a pipe would wait for its writer whatever signal came.
  void stop.promise.then(() => {
    input?.source.close();
    for (const lane of lanes) lane.close();
  });
  const isFirst = paths[0] === '-';
  if (input !== null && isFirst) await readToEnd(input);
  for (const lane of lanes) await readLane(lane, readToEnd, stop);
  if (input !== null && !isFirst) await readToEnd(input);
};

const readLane = async (lane: FinishedLane<Converter>, readToEnd: (input: FinishedInput<Converter>) => Promise<void>, stop: Stop): Promise<void> => {
  for (let input = lane.next(); input !== null && !stop.requested; input = lane.next()) await readToEnd(input);
};
