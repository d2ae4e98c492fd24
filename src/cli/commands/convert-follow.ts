import type { RecordStream } from '../../app/record-stream.js';
import type { Bytes } from '../../core/units.js';
import { createDescriptorBudget } from '../../sources/descriptor-budget.js';
import { descriptorLimit } from '../../sources/descriptor-limit.js';
import { isCompressed } from '../../sources/finished/finished-file.js';
import { followAll } from '../../sources/following/follow-all.js';
import type { LineSink } from '../../sources/source.js';
import type { ConvertOptions } from '../convert-options.js';
import type { Shell } from '../shell.js';
import { convertFinished } from './convert-read.js';
import type { ConvertParts } from './convert-read.js';
import type { Logs } from './logs.js';
import type { Stop } from './stop.js';

/** When so much waits for a slow reader, files are read no further. */
const MOST_WAITING: Bytes = 4 * 1024 * 1024;

export interface FollowParts extends ConvertParts {
  /** Where the lines of a file go that came because it matches a glob; null for one that is no log. */
  memberOf: (path: string) => LineSink | null;
  /** A line for people. */
  tell: (message: string) => void;
}

/** Hands on what the current block holds, again and again, each time as soon as the reader has taken the one before. */
const createFlusher = (stream: RecordStream, stop: Stop) => {
  let isFlushing = false;
  const flush = async (): Promise<void> => {
    isFlushing = true;
    while (stream.current.length > 0) await stream.drain();
    isFlushing = false;
  };
  return (): void => {
    // What failed is thrown by the next flush of who ends the run.
    if (!isFlushing) flush().catch(stop.request);
  };
};

/** Converts what files hold from now on, until somebody asks to stop; what was compressed or piped, to its end. */
export const convertFollowed = async ({ paths, globs }: Logs, options: ConvertOptions, parts: FollowParts, shell: Shell, stop: Stop): Promise<void> => {
  const { converterOf, memberOf, stream, onBatch, tell } = parts;
  const named = paths.filter((path) => path !== '-');
  const over = named.filter((path) => isCompressed(path));
  const files = named.filter((path) => !over.includes(path));
  const flush = createFlusher(stream, stop);
  const flushSoon = (): void => {
    onBatch();
    flush();
  };
  const following = followAll({
    files: files.map((path) => ({ path, sink: flushed(converterOf(path), flushSoon) })),
    ...(globs === null ? {} : { globs: { ...globs, join: (path) => ({ sink: flushed(memberOf(path) ?? NOWHERE, flushSoon), left: () => undefined }), tell } }),
    fromStart: options.fromStart,
    budget: createDescriptorBudget(descriptorLimit()),
    maxLine: options.maxLineLength,
    ready: () => stream.current.length < MOST_WAITING,
  });
  following.start();
  const isFollowing = files.length > 0 || globs !== null;
  const rest = [...over, ...(paths.includes('-') ? ['-'] : [])];
  const finished = convertFinished(rest, parts, options, shell, stop, isFollowing);
  await Promise.race([isFollowing ? finished.then(() => stop.promise) : finished, stop.promise]);
  await following.finish();
};

const NOWHERE: LineSink = { opened: () => undefined, lines: () => undefined, tooLong: () => undefined, event: () => undefined };

/** The same sink; behind each batch of lines its records are handed on. */
const flushed = (sink: LineSink, flushSoon: () => void): LineSink => ({
  opened: (head) => {
    sink.opened(head);
  },
  lines: (...batch) => {
    sink.lines(...batch);
    flushSoon();
  },
  tooLong: (...line) => {
    sink.tooLong(...line);
    flushSoon();
  },
  event: (...event) => {
    sink.event(...event);
  },
});
