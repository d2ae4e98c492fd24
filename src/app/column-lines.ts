import type { Bytes } from '../core/units.js';

const HASH = 35;
const NEWLINE = 10;

/** The longest that is kept in all; a line that names columns has some hundred bytes. */
const KEPT: Bytes = 16 * 1024;

const NOTHING = Buffer.alloc(0);

/** The lines of a source that name its columns, for readers that begin further on. */
export class ColumnLines {
  /** whole lines, the newest last */
  text: Buffer = NOTHING;

  /** Keeps the lines of a file's first bytes that begin with `#`, and no others. */
  begin(head: Buffer): void {
    this.text = NOTHING;
    for (let at = 0; at < head.length; ) {
      const newline = head.indexOf(NEWLINE, at);
      if (newline < 0) return;
      if (head[at] === HASH) this.add(head, at, newline);
      at = newline + 1;
    }
  }

  /** Keeps one more, bytes [from, to) without the end; when there are too many, no older ones. */
  add(chunk: Uint8Array, from: number, to: number): void {
    const before = this.text.length + to - from < KEPT ? this.text : NOTHING;
    if (to - from < KEPT) this.text = Buffer.concat([before, chunk.subarray(from, to), Buffer.of(NEWLINE)]);
  }
}
