import { UserError } from '../core/user-error.js';
import type { RunSettings } from './part-task.js';
import type { SharedSigns } from './shared-signs.js';
import type { FromThread, LentText, Pass, ThreadPort, ToThread } from './thread-messages.js';

/** Texts that one thread has at a time: it need not wait for the next one. */
const MOST_LENT = 3;

interface Helper {
  port: ThreadPort;
  /** it takes no more tasks in this pass */
  isIdle: boolean;
  /** texts that it has */
  lent: number;
}

/** The threads that help the main one. */
export class ThreadCrew {
  private readonly helpers: Helper[] = [];
  private readonly spare: ArrayBuffer[] = [];
  private pass = 0;
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

  /** Starts so many threads, less those that there are: it takes a while until they can help. */
  start(threads: number): void {
    while (this.helpers.length < threads) {
      const port = this.newThread();
      port.onDeath(this.die);
      this.helpers.push({ port, isIdle: false, lent: 0 });
    }
  }

  /** Has so many threads help with a pass; those that are there already help again. */
  begin(pass: Pass, threads: number, onMessage: (message: FromThread) => void): void {
    this.pass += 1;
    this.start(threads);
    for (const [i, helper] of this.helpers.entries()) {
      helper.isIdle = false;
      helper.port.onMessage((message) => {
        if (message.type === 'idle') helper.isIdle ||= message.number === this.pass;
        else if (message.type === 'returned') this.takeBack(helper, message.memory);
        else if (message.type === 'failed') this.die(message.error instanceof Error ? message.error : new Error(String(message.error)));
        else if (message.type === 'mistake') this.die(new UserError(message.message, message.hint));
        else onMessage(message);
      });
      helper.port.postMessage({ type: 'pass', pass, number: this.pass, settings: this.settings, signs: this.signs.memory, thread: i + 1 });
    }
  }

  /** Has a thread that has no task to read count a text: gives other memory for the next one. Null when there is none. */
  lend(lent: LentText): ArrayBuffer | null {
    // What is lent to one that still reads tasks would have to wait for those, and they perhaps for it.
    const [helper] = this.helpers.filter(({ isIdle, lent: count }) => isIdle && count < MOST_LENT).sort((a, b) => a.lent - b.lent);
    if (helper === undefined) return null;
    const { memory } = lent.text;
    const { byteLength } = memory;
    helper.lent += 1;
    helper.port.postMessage({ type: 'text', ...lent }, [memory]);
    return this.spare.pop() ?? new ArrayBuffer(byteLength);
  }

  /** Has them look at the signs. */
  look(): void {
    const message: ToThread = { type: 'look' };
    for (const { port } of this.helpers) port.postMessage(message);
  }

  /** Ends all threads. */
  async end(): Promise<void> {
    await Promise.all(this.helpers.splice(0).map(({ port }) => port.terminate()));
  }

  private takeBack(helper: Helper, memory: ArrayBuffer): void {
    helper.lent -= 1;
    this.spare.push(memory);
  }
}
