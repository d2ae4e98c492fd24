import { formatClfTime } from '../../src/demo/logged-request.js';

/** Blocks that the lines of a run are counted in, by their numbers: a gap is found in its block. */
export const BLOCKS = 90;

/** The host of the lines that no reader can be sure to see: those written between a copy and its truncation. */
export const GAP_HOST = '10.9.9.9';

/** The section of those lines, and of all others. */
export const GAP_SECTION = 'gap';
export const SECTION = 'line';

const TAIL =
  ' "https://shop.example/line" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"\n';

export const blockHost = (block: number): string => `10.0.0.${block}`;

/** What was written. Each line is in one block of `blocks`, or in the gap. */
export interface Written {
  /** lines by block: those that are promised to be read once */
  blocks: number[];
  /** the sum of the numbers of these lines */
  sum: number;
  /** lines written between a copy and its truncation */
  inGap: number;
  /** all lines of a file, by its path */
  byPath: Record<string, number>;
}

export const nothingWritten = (): Written => ({ blocks: Array<number>(BLOCKS).fill(0), sum: 0, inGap: 0, byPath: {} });

/**
 * Makes Combined lines that can be accounted for in a summary that only counts: a line's number is its bytes field, so
 * their sum tells which is missing; its host is the block that it is in; its section says whether it is promised.
 */
export class NumberedLines {
  readonly written = nothingWritten();
  #next = 1;
  #second = -1;
  #time = '';
  readonly #blockLines: number;

  /** @param expected how many lines there will be, about: the last block takes all beyond */
  constructor(expected: number) {
    this.#blockLines = Math.max(1, Math.ceil(expected / BLOCKS));
  }

  /** How many have been made. */
  get made(): number {
    return this.#next - 1;
  }

  /** The next `count` lines, for the file at `path`. */
  make(count: number, path: string, inGap = false): Buffer {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) this.#time = formatClfTime(second);
    this.#second = second;
    const { written } = this;
    const section = inGap ? GAP_SECTION : SECTION;
    const status = inGap ? 404 : 200;
    let text = '';
    for (const end = this.#next + count; this.#next < end; this.#next += 1) {
      const block = Math.min(BLOCKS - 1, Math.floor((this.#next - 1) / this.#blockLines));
      const host = inGap ? GAP_HOST : blockHost(block);
      text += `${host} - - [${this.#time}] "GET /${section}/item HTTP/1.1" ${status} ${this.#next}${TAIL}`;
      if (inGap) continue;
      written.blocks[block] = (written.blocks[block] ?? 0) + 1;
      written.sum += this.#next;
    }
    if (inGap) written.inGap += count;
    written.byPath[path] = (written.byPath[path] ?? 0) + count;
    return Buffer.from(text, 'latin1');
  }
}
