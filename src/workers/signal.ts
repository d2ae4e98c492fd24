import type { Timers } from '../sources/timers.js';

/** Something that may have happened by now. */
export class Signal {
  private state: 'waiting' | 'given' = 'waiting';

  constructor(private readonly promise: Promise<unknown>) {
    promise.then(
      () => (this.state = 'given'),
      () => (this.state = 'given'),
    );
  }

  /** Throws what the promise was rejected with. */
  async isGiven(): Promise<boolean> {
    await Promise.resolve(); // who resolved just now is heard
    if (this.state === 'waiting') return false;
    await this.promise;
    return true;
  }

  /** Waits for it, but no longer than so many milliseconds. */
  async within(most: number, timers: Timers): Promise<void> {
    let timer: unknown = null;
    const pause = new Promise<void>((resolve) => {
      timer = timers.setTimeout(resolve, most);
    });
    await Promise.race([this.promise, pause]);
    timers.clearTimeout(timer);
  }
}
