import { PartReader } from '../app/part-reader.js';
import type { Bytes, EpochMs } from '../core/units.js';
import type { Detector } from '../formats/detection.js';
import type { Format } from '../formats/format.js';
import { compressionOfFile } from '../sources/compressed/compression.js';
import type { FileSystem } from '../sources/file-system.js';
import { openFilePart } from '../sources/finished/file-part.js';
import { createReadBuffer } from '../sources/read-buffer.js';
import type { PartTask } from './part-task.js';
import { knownFormatOf } from './task-reader.js';

/** So much of a file's end is looked at: lines there may be out of order. */
const END: Bytes = 256 * 1024;

const nobody = (): void => undefined;

/**
 * The newest record near the ends of the files that can be read from there, which usually is the newest of all; null when there
 * is none. Nothing is told of those files: they will be read.
 */
export const guessNewest = (tasks: readonly PartTask[], formatOf: (path: string) => Format | null, detector: Detector, files: FileSystem, maxLine: Bytes): EpochMs | null => {
  const reader = new PartReader({ detector, maxLine, filter: null, counter: null, window: { from: null, to: null }, onRemark: nobody, onEvent: nobody });
  const buffer = createReadBuffer(END, maxLine);
  let newest = -Infinity;
  for (const task of new Map(tasks.map((each) => [each.source, each])).values()) {
    const { descriptor, isOfMain, range, size } = task;
    if (descriptor === null || isOfMain || (range === null && compressionOfFile(files, descriptor) !== null)) continue;
    const to = range?.size ?? size;
    const from = Math.max(0, to - END);
    reader.start(knownFormatOf(task, formatOf));
    const part = openFilePart(files, descriptor, { from, to, isLineStart: from === 0, size: to }, reader, buffer);
    while (part.read());
    newest = Math.max(newest, reader.cut().lines.held.newest);
  }
  return newest === -Infinity ? null : newest;
};
