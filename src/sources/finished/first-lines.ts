import { MAX_LINE_LENGTH } from '../source.js';
import type { LineSink, PullSource } from '../source.js';

const NEWLINE = 10;
const RETURN = 13;

/**
 * Reads a source until `take`, which gets a copy of each line without its end, wants no more of them, or it ends. A line that
 * is too long is handed over cut. Gives what troubled the source, or null.
 */
export const readFirstLines = async (open: (sink: LineSink) => PullSource, take: (line: Buffer) => boolean, isStopped: () => boolean): Promise<string | null> => {
  let trouble: string | null = null;
  const wish = { more: true };
  const hand = (line: Buffer): void => {
    if (wish.more) wish.more = take(Buffer.from(line.subarray(0, MAX_LINE_LENGTH)));
  };
  const source = open({
    opened: () => undefined,
    lines: (chunk, from, to) => {
      for (let at = from; at < to && wish.more; ) {
        const newline = chunk.indexOf(NEWLINE, at);
        const stop = newline < 0 || newline > to ? to : newline;
        hand(chunk.subarray(at, stop > at && chunk[stop - 1] === RETURN ? stop - 1 : stop));
        at = stop + 1;
      }
    },
    tooLong: hand,
    event: (name, detail) => {
      if (name === 'unreadable' || name === 'damaged') trouble = detail;
    },
  });
  try {
    let more = true;
    while (more && wish.more && !isStopped()) more = await source.read();
  } finally {
    source.close();
  }
  return trouble;
};
