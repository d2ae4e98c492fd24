import type { RawLine } from '../core/snapshot.js';

/** Lines, and bytes of lines, that are kept. */
export const KEPT_LINES = 1000;
export const KEPT_BYTES = 64 * 1024;

const NEWLINE = 10;
const RETURN = 13;

/** Reads the status of a line as its source's format has it; null when it is no record. */
export type StatusReader = (line: Buffer) => number | null;

/** Which of a source's lines are counted by now: others are kept, but not shown. */
export interface Progress {
  /** lines of the source up to the end of what is added */
  end: number;
  counted: () => number;
}

interface Piece {
  source: string;
  statusOf: StatusReader;
  bytes: Buffer;
  progress: Progress | null;
}

/** How many of a piece's lines are not counted yet. */
const ahead = ({ progress }: Piece): number => (progress === null ? 0 : Math.max(0, progress.end - progress.counted()));

/** The newest raw lines of all sources in the order in which they came, at most 1,000 and 64 KiB. */
export class RecentLines {
  private readonly pieces: Piece[] = [];
  /** bytes that came since the oldest were dropped */
  private untrimmed = 0;

  /** Keeps the end of bytes [from, to) of `chunk`, which are whole lines. */
  add(source: string, statusOf: StatusReader, chunk: Buffer, from: number, to: number, progress: Progress | null = null): void {
    let start = Math.max(from, to - KEPT_BYTES);
    if (start > from) {
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline < 0 || newline + 1 >= to) return;
      start = newline + 1;
    }
    this.pieces.push({ source, statusOf, bytes: Buffer.from(chunk.subarray(start, to)), progress });
    this.untrimmed += to - start;
    if (this.untrimmed >= KEPT_BYTES / 4) this.trim();
  }

  /** The newest lines, oldest first, without their line ends. */
  list(limit: number): RawLine[] {
    const lines: RawLine[] = [];
    const most = Math.min(limit, KEPT_LINES);
    let budget = KEPT_BYTES;
    for (let p = this.pieces.length - 1; p >= 0 && lines.length < most; p -= 1) {
      const piece = this.pieces[p]!;
      const { source, statusOf, bytes } = piece;
      let hidden = ahead(piece);
      let end = bytes.length;
      while (end > 0 && lines.length < most) {
        if (bytes[end - 1] === NEWLINE) end -= 1;
        const start = end === 0 ? 0 : bytes.lastIndexOf(NEWLINE, end - 1) + 1;
        if (hidden > 0) {
          hidden -= 1;
          end = start;
          continue;
        }
        budget -= end - start;
        if (budget < 0) return lines.reverse();
        const line = bytes.subarray(start, end > start && bytes[end - 1] === RETURN ? end - 1 : end);
        lines.push({ text: line.toString('utf8'), source, status: statusOf(line) });
        end = start;
      }
    }
    return lines.reverse();
  }

  /** Drops the oldest pieces that are not needed to show as much as may be shown. */
  private trim(): void {
    this.untrimmed = 0;
    let shown = 0;
    let p = this.pieces.length - 1;
    for (; p > 0 && shown < KEPT_BYTES; p -= 1) if (ahead(this.pieces[p]!) === 0) shown += this.pieces[p]!.bytes.length;
    if (p > 0) this.pieces.splice(0, p);
  }
}
