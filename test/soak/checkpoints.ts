import { statSync } from 'node:fs';
import { join } from 'node:path';

/** The checkpoints in a directory that `--state` names, as they show from outside: by the times of the file. */
export class Checkpoints {
  /** how many were seen */
  count = 0;
  /** when the last one was written, by the machine's monotonic clock in ms; -Infinity when there is none */
  last = -Infinity;
  /** the longest time between two of them while the program ran, in ms */
  longestPause = 0;
  #since = Infinity;
  readonly #path: string;

  /** @param now the machine's monotonic clock in ms */
  constructor(
    directory: string,
    private readonly now: () => number,
  ) {
    this.#path = join(directory, 'state');
  }

  /** The program was away: the pause until the next checkpoint does not count. */
  interrupted(): void {
    this.#since = Infinity;
  }

  /** To be called more often than checkpoints are written. */
  look(): void {
    const found = statSync(this.#path, { throwIfNoEntry: false });
    if (found === undefined) return;
    const at = found.mtimeMs + this.now() - Date.now();
    // The two clocks agree to a few milliseconds only.
    if (at < this.last + 50) return;
    this.last = at;
    this.count += 1;
    this.longestPause = Math.max(this.longestPause, at - this.#since);
    this.#since = at;
  }
}
