import type { LineSink, PullSource } from '../../sources/source.js';
import { openFinishedFile, SourceError } from '../../sources/finished-file.js';
import type { ReadBuffer } from '../../sources/read-buffer.js';
import { UserError } from '../../core/user-error.js';

/**
 * Opens files that are read once. One that cannot be opened is an event of its own, and the others go on.
 *
 * @throws UserError when none can be opened and there is no other source either
 */
export const openFinishedFiles = <Sink extends LineSink>(
  paths: readonly string[],
  sinkOf: (path: string) => Sink,
  hasOthers: boolean,
  readBuffer: () => ReadBuffer,
  opened: (source: PullSource, sink: Sink) => void = () => undefined,
): PullSource[] => {
  const failures: SourceError[] = [];
  const sources: PullSource[] = [];
  for (const path of paths) {
    const sink = sinkOf(path);
    try {
      const source = openFinishedFile(path, sink, { buffer: readBuffer() });
      sources.push(source);
      opened(source, sink);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failures.push(error);
      sink.event(error.trouble.event, error.trouble.detail);
    }
  }
  if (sources.length === 0 && !hasOthers && failures.length > 0) {
    throw new UserError(failures.map((failure) => failure.message).join('; '));
  }
  return sources;
};
