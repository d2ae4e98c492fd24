import type { Intake } from '../../src/app/intake.js';
import type { PullSource } from '../../src/sources/source.js';

/**
 * A finished file of whole lines that come in blocks of so many lines. As with a real one, a block's bytes are gone when the
 * next one is read.
 */
export const linesSource = (intake: Intake, lines: readonly string[], sizes: readonly number[] = [1000]): PullSource => {
  let read = 0;
  let blocks = 0;
  let last = Buffer.alloc(0);
  return {
    path: 'lines',
    isLive: false,
    read: () => {
      last.fill(0);
      const size = sizes[blocks % sizes.length]!;
      last = Buffer.from(lines.slice(read, read + size).map((line) => `${line}\n`).join(''));
      if (blocks === 0) intake.opened(Buffer.from(lines.join('\n')));
      blocks += 1;
      read += size;
      intake.lines(last, 0, last.length, false);
      return read < lines.length;
    },
    close: () => undefined,
  };
};
