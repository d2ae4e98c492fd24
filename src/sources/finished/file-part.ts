import type { Bytes } from '../../core/units.js';
import type { FileStat, FileSystem } from '../file-system.js';
import { LineAssembler, UTF16 } from '../line-assembler.js';
import type { ReadBuffer } from '../read-buffer.js';
import type { LineSink } from '../source.js';
import { leftOutText, troubleOf } from '../trouble.js';

const NEWLINE = 10;

/** What is read at once to find the end of a part's last line. */
const STRETCH: Bytes = 64 * 1024;

const MARK = Buffer.of(0xef, 0xbb, 0xbf);
const MARKS_OF_UTF16 = [Buffer.of(0xff, 0xfe), Buffer.of(0xfe, 0xff)];

/** The lines of a file whose first bytes stand in [from, to). */
export interface FileRange {
  from: Bytes;
  to: Bytes;
  /** a line begins at `from`, whatever stands in front of it */
  isLineStart: boolean;
  /** the file's, as far as it is read */
  size: Bytes;
}

/** The lines of a part of a file. */
export interface FilePart {
  /** Reads the next block and hands its lines to the sink. False when there are no more. Never throws. */
  read(): boolean;
}

/**
 * Reads a part of an open file, as a whole file is read: the last line of the file counts without a newline, too. An error, and
 * that there is less to be read than there should be, are told as events, and end the part.
 */
export const openFilePart = (files: FileSystem, descriptor: number, { from, to, isLineStart, size }: FileRange, sink: LineSink, buffer: ReadBuffer): FilePart => {
  const lines = new LineAssembler(sink, buffer, false);
  // Whether a line begins at `from` shows in the byte before it.
  if (!isLineStart) lines.skip();
  let position = isLineStart ? from : from - 1;
  let isOver = false;

  const fail = (detail: string): false => {
    isOver = true;
    const cut = lines.drop();
    sink.event('unreadable', `${detail}${leftOutText(cut)}`);
    return false;
  };

  const end = (): false => {
    isOver = true;
    lines.finish();
    return false;
  };

  return {
    read: () => {
      if (isOver) return false;
      const { buffer: room, offset, length } = lines.space();
      const isBeyond = position >= to;
      const most = isBeyond ? Math.min(STRETCH, size - position) : to - position;
      let bytes: number;
      try {
        bytes = files.read(descriptor, room, offset, Math.min(length, most), position);
      } catch (error) {
        return fail(troubleOf(error, (): FileStat | null => null).detail);
      }
      if (bytes === 0) return fail('it became shorter while it was read');
      if (isBeyond) {
        const newline = room.subarray(offset, offset + bytes).indexOf(NEWLINE);
        if (newline >= 0) bytes = newline + 1;
      }
      lines.commit(bytes, false);
      position += bytes;
      if (position >= to && (lines.held === 0 || lines.skipping)) return end();
      return position < size || end();
    },
  };
};

/**
 * Where the text of a file begins: behind a byte order mark, and the run of NUL bytes that a writer without O_APPEND leaves
 * after a truncation. UTF-16 is told of. Errors of the file system are thrown.
 */
export const textStart = (files: FileSystem, descriptor: number, size: Bytes, { bytes }: ReadBuffer, tell: (detail: string) => void): Bytes => {
  let at = 0;
  let got = 0;
  let first = 0;
  do {
    at += got;
    got = files.read(descriptor, bytes, 0, Math.min(bytes.length, size - at), at);
    first = 0;
    while (first < got && bytes[first] === 0) first += 1;
  } while (got > 0 && first === got);
  const start = at + first;
  const mark = Buffer.alloc(MARK.length);
  const head = mark.subarray(0, files.read(descriptor, mark, 0, Math.min(mark.length, size - start), start));
  if (MARKS_OF_UTF16.some((known) => known.equals(head.subarray(0, 2)))) tell(UTF16);
  return head.equals(MARK) ? start + MARK.length : start;
};
