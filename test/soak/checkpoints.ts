import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The checkpoints of a directory that `--state` names, as they show from outside: by the times of its files. */
export class Checkpoints {
  /** how many were seen */
  count = 0;
  /** when the last one was written, by the machine's monotonic clock in ms; -Infinity when there is none */
  last = -Infinity;
  /** the longest time between two of them while the program ran, in ms */
  longestPause = 0;
  #since = Infinity;

  /** @param now the machine's monotonic clock in ms */
  constructor(
    private readonly directory: string,
    private readonly now: () => number,
  ) {}

  /** The program was away: the pause until the next checkpoint does not count. */
  interrupted(): void {
    this.#since = Infinity;
  }

  /** To be called more often than checkpoints are written. */
  look(): void {
    if (!existsSync(this.directory)) return;
    const monotonicAtEpoch = this.now() - Date.now();
    for (const name of readdirSync(this.directory)) {
      if (!name.endsWith('.json')) continue;
      const found = statSync(join(this.directory, name), { throwIfNoEntry: false });
      const at = (found?.mtimeMs ?? -Infinity) + monotonicAtEpoch;
      // The two clocks agree to a few milliseconds only.
      if (at < this.last + 50) continue;
      this.last = at;
      this.count += 1;
      this.longestPause = Math.max(this.longestPause, at - this.#since);
      this.#since = at;
    }
  }
}
