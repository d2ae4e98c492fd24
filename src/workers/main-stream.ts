import type { Readable } from 'node:stream';
import type { FileSystem } from '../sources/file-system.js';
import { openFinishedFile } from '../sources/finished/finished-file.js';
import { openStdin } from '../sources/finished/stdin.js';
import type { ReadBuffer } from '../sources/read-buffer.js';
import type { LineSink, PullSource } from '../sources/source.js';
import type { PartTask } from './part-task.js';
import type { SharedSigns } from './shared-signs.js';

export interface MainStreamParts {
  files: FileSystem;
  stdin: () => Readable;
  signs: SharedSigns;
}

/** Opens stdin, or a pipe, of which the text is told as progress. Throws a SourceError. */
export const openMainStream = ({ path, identity }: PartTask, sink: LineSink, buffer: ReadBuffer, { files, stdin, signs }: MainStreamParts): PullSource => {
  const counted: LineSink = {
    opened: (head) => {
      sink.opened(head);
    },
    lines: (chunk, from, to, catchUp) => {
      signs.add(0, to - from, 0);
      sink.lines(chunk, from, to, catchUp);
    },
    tooLong: (head, catchUp, length) => {
      signs.add(0, length, 0);
      sink.tooLong(head, catchUp, length);
    },
    event: (name, detail) => {
      sink.event(name, detail);
    },
  };
  return identity === null ? openStdin(stdin(), counted, buffer) : openFinishedFile(path, counted, { files, buffer });
};
