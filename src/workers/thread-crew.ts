import { UserError } from '../core/user-error.js';
import type { FromThread, LentText, Pass, ThreadPort, ToThread } from './thread-messages.js';
import type { RunSettings } from './part-task.js';
import type { SharedSigns } from './shared-signs.js';

/** Texts that one thread has at a time: it need not wait for the next one. */
const MOST_LENT = 3;

/** The threads that help the main one. */
export class ThreadCrew {
  private readonly ports: ThreadPort[] = [];
  /** of each thread: texts that it may be lent just now */
  private readonly free: number[] = [];
  private readonly spare: ArrayBuffer[] = [];
  private lent = 0;
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
      this.free[i] = 0;
      port.onMessage((message) => {
        if (message.type === 'idle') this.free[i] = MOST_LENT;
        else if (message.type === 'returned') this.takeBack(i, message.memory);
        else if (message.type === 'failed') this.die(message.error instanceof Error ? message.error : new Error(String(message.error)));
        else if (message.type === 'mistake') this.die(new UserError(message.message, message.hint));
        else onMessage(message);
      });
      port.postMessage({ type: 'pass', pass, settings: this.settings, signs: this.signs.memory, thread: i + 1 });
    }
  }

  /** Has a thread that has nothing else to do count a text: gives other memory for the next one. Null when there is none. */
  lend(lent: LentText): ArrayBuffer | null {
    const most = Math.max(...this.free);
    if (this.ports.length === 0 || most === 0) return null;
    const thread = this.free.indexOf(most);
    this.free[thread]! -= 1;
    this.lent += 1;
    const { memory } = lent.text;
    const { byteLength } = memory;
    this.ports[thread]!.postMessage({ type: 'text', ...lent }, [memory]);
    return this.spare.pop() ?? new ArrayBuffer(byteLength);
  }

  /** Has them look at the signs. */
  look(): void {
    const message: ToThread = { type: 'look' };
    for (const port of this.ports) port.postMessage(message);
  }

  private takeBack(thread: number, memory: ArrayBuffer): void {
    this.lent -= 1;
    this.free[thread]! += 1;
    if (this.lent < MOST_LENT) this.spare.push(memory);
  }

  /** Ends all threads. */
  async end(): Promise<void> {
    await Promise.all(this.ports.splice(0).map((port) => port.terminate()));
  }
}
