import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createProgressBar } from '../../src/cli/progress-bar.js';

const HALF = { bytes: 500, total: 1000, lines: 20 };

/** A bar on a stream that may be a terminal, with a clock of its own. */
const bench = (terminal: { isTTY: boolean; columns?: number }, term = 'xterm') => {
  const stderr = Object.assign(new PassThrough(), terminal);
  const disposers: (() => void)[] = [];
  let now = 1000;
  const bar = createProgressBar({
    stderr: stderr as unknown as NodeJS.WriteStream,
    env: { TERM: term },
    monotonic: () => now,
    onDispose: (handler) => disposers.push(handler),
  });
  return {
    ...bar,
    after: (ms: number) => {
      now += ms;
    },
    dispose: () => {
      for (const handler of disposers) handler();
    },
    written: (): string => String(stderr.read() ?? ''),
  };
};

describe('the progress bar', () => {
  it('is drawn over itself, at most ten times a second, and not for work that is done at once', () => {
    const bar = bench({ isTTY: true, columns: 40 });
    bar.after(299);
    bar.show(HALF);
    expect(bar.written()).toBe('');
    bar.after(1);
    bar.show(HALF);
    expect(bar.written()).toBe('\r█████████░░░░░░░░░░   50.0%  67 lines/s\u001b[K');
    bar.after(99);
    bar.show(HALF);
    expect(bar.written()).toBe('');
    bar.after(1);
    bar.show(HALF);
    expect(bar.written()).toContain('50.0%');
  });

  it('is as wide as the terminal is by then, and 80 columns where that does not say', () => {
    const widths = [120, 0].map((columns) => {
      const bar = bench({ isTTY: true, columns });
      bar.after(2000);
      bar.show({ bytes: 575e6, total: 1.15e9, lines: 2_500_000 });
      return bar.written().slice('\r'.length, -'\u001b[K'.length).length;
    });
    expect(widths).toEqual([85, 79]);
  });

  it.each(['clear', 'dispose'] as const)('is gone after %s, which does nothing where nothing is shown', (how) => {
    const bar = bench({ isTTY: true, columns: 80 });
    bar[how]();
    expect(bar.written()).toBe('');
    bar.after(1000);
    bar.show(HALF);
    bar.written();
    bar[how]();
    bar[how]();
    expect(bar.written()).toBe('\r\u001b[K');
  });

  it.each([
    ['no terminal', { isTTY: false }, 'xterm'],
    ['a dumb one', { isTTY: true, columns: 80 }, 'dumb'],
  ] as const)('is not drawn on %s', (_name, terminal, term) => {
    const bar = bench(terminal, term);
    bar.after(5000);
    bar.show(HALF);
    bar.clear();
    expect(bar.written()).toBe('');
  });
});
