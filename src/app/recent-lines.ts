import type { RawLine } from '../core/snapshot.js';

/** Lines, and bytes of lines, that are kept. */
const KEPT_LINES = 1000;
const KEPT_BYTES = 64 * 1024;

const NEWLINE = 10;
const RETURN = 13;

/** Reads the status of a line as its source's format has it; null when it is no record. */
export type StatusReader = (line: Buffer) => number | null;

interface Piece {
  source: string;
  statusOf: StatusReader;
  bytes: Buffer;
}

/** The newest raw lines of all sources in the order in which they came, at most 1,000 and 64 KiB. */
export class RecentLines {
  private pieces: Piece[] = [];
  private size = 0;

  /** Keeps the end of bytes [from, to) of `chunk`, which are whole lines. */
  add(source: string, statusOf: StatusReader, chunk: Buffer, from: number, to: number): void {
    let start = Math.max(from, to - KEPT_BYTES);
    if (start > from) {
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline < 0 || newline + 1 >= to) return;
      start = newline + 1;
    }
    this.pieces.push({ source, statusOf, bytes: Buffer.from(chunk.subarray(start, to)) });
    this.size += to - start;
    while (this.pieces.length > 1 && this.size - this.pieces[0]!.bytes.length >= KEPT_BYTES) {
      this.size -= this.pieces.shift()!.bytes.length;
    }
  }

  /** The newest lines, oldest first, without their line ends. */
  list(limit: number): RawLine[] {
    const lines: RawLine[] = [];
    const most = Math.min(limit, KEPT_LINES);
    let budget = KEPT_BYTES;
    for (let p = this.pieces.length - 1; p >= 0 && lines.length < most; p -= 1) {
      const { source, statusOf, bytes } = this.pieces[p]!;
      let end = bytes.length;
      while (end > 0 && lines.length < most) {
        if (bytes[end - 1] === NEWLINE) end -= 1;
        const start = end === 0 ? 0 : bytes.lastIndexOf(NEWLINE, end - 1) + 1;
        budget -= end - start;
        if (budget < 0) return lines.reverse();
        const line = bytes.subarray(start, end > start && bytes[end - 1] === RETURN ? end - 1 : end);
        lines.push({ text: line.toString('utf8'), source, status: statusOf(line) });
        end = start;
      }
    }
    return lines.reverse();
  }
}
