import type { EpochMs } from '../core/units.js';
import { printed } from '../render/printable.js';
import { progressText } from '../render/progress-text.js';
import type { Progress } from '../render/progress-text.js';
import { writeMessage } from './message.js';
import type { Shell } from './shell.js';

/** One line of a terminal that is drawn again and again. */
export interface ProgressBar {
  show(progress: Omit<Progress, 'elapsed'>): void;
  /** Takes the line away. Before anything else is written to the terminal. */
  clear(): void;
}

/** What is done sooner needs no bar. */
const DELAY: EpochMs = 300;
const PAUSE: EpochMs = 100;

const USUAL_COLUMNS = 80;

/** A bar on stderr; where that is no terminal, or one that can't move its cursor, one that shows nothing. It is gone on every way out. */
export const createProgressBar = (shell: Pick<Shell, 'stderr' | 'env' | 'monotonic' | 'onDispose'>): ProgressBar => {
  const { stderr } = shell;
  if (!stderr.isTTY || shell.env['TERM'] === 'dumb') return { show: () => undefined, clear: () => undefined };
  const startedAt = shell.monotonic();
  let nextAt = startedAt + DELAY;
  let isShown = false;
  const clear = (): void => {
    if (isShown) writeMessage(stderr, printed`\r\u001b[K`);
    isShown = false;
  };
  shell.onDispose(clear);
  return {
    show: (progress) => {
      const now = shell.monotonic();
      if (now < nextAt) return;
      nextAt = now + PAUSE;
      const columns = stderr.columns > 0 ? stderr.columns : USUAL_COLUMNS;
      writeMessage(stderr, printed`\r${progressText({ ...progress, elapsed: (now - startedAt) / 1000 }, columns)}\u001b[K`);
      isShown = true;
    },
    clear,
  };
};
