import { UserError } from '../core/user-error.js';
import type { FromThread, Pass, ThreadPort, ToThread } from './thread-messages.js';
import type { RunSettings } from './part-task.js';
import type { SharedSigns } from './shared-signs.js';

/** The threads that help the main one. */
export class ThreadCrew {
  private readonly ports: ThreadPort[] = [];
  /** rejects when one of them dies, or fails */
  readonly death: Promise<never>;
  /** one of them has */
  hasDead = false;
  private die: (error: Error) => void = () => undefined;

  constructor(
    private readonly newThread: () => ThreadPort,
    private readonly settings: RunSettings,
    private readonly signs: SharedSigns,
  ) {
    this.death = new Promise<never>((_, reject) => {
      this.die = (error) => {
        this.hasDead = true;
        reject(error);
      };
    });
    this.death.catch(() => undefined); // whoever waits for it is told
  }

  /** Has so many threads help with a pass; those that are there already help again. */
  begin(pass: Pass, threads: number, onMessage: (message: FromThread) => void): void {
    while (this.ports.length < threads) {
      const port = this.newThread();
      port.onDeath(this.die);
      this.ports.push(port);
    }
    for (const [i, port] of this.ports.entries()) {
      port.onMessage((message) => {
        if (message.type === 'failed') this.die(message.error instanceof Error ? message.error : new Error(String(message.error)));
        else if (message.type === 'mistake') this.die(new UserError(message.message, message.hint));
        else onMessage(message);
      });
      port.postMessage({ type: 'pass', pass, settings: this.settings, signs: this.signs.memory, thread: i + 1 });
    }
  }

  /** Has them look at the signs. */
  look(): void {
    const message: ToThread = { type: 'look' };
    for (const port of this.ports) port.postMessage(message);
  }

  /** Ends all threads. */
  async end(): Promise<void> {
    await Promise.all(this.ports.splice(0).map((port) => port.terminate()));
  }
}
