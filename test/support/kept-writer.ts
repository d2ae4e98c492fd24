import type { Writer } from '../../src/headless/writer.js';

/** A writer that keeps what it is given. */
export interface KeptWriter extends Writer {
  readonly text: string;
  /** what was written since the last time it was asked, line by line */
  taken(): string[];
  /** how much of it nobody reads */
  waiting: number;
}

export const keptWriter = (): KeptWriter => {
  let text = '';
  let told = 0;
  return {
    write(more) {
      text += more;
    },
    flush: () => Promise.resolve(),
    closed: false,
    waiting: 0,
    get text() {
      return text;
    },
    taken() {
      const lines = text.slice(told).split('\n').slice(0, -1);
      told = text.length;
      return lines;
    },
  };
};
