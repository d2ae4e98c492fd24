import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Order, WriterMessage, WriterPlan } from './writer.js';

/** The account that the writer gives at its end. */
export type WriterEnd = Extract<WriterMessage, { type: 'end' }>;

/** The writer's process, as the soak sees it. */
export class Writing {
  /** lines that have been written, as far as the writer has told */
  lines = 0;
  #end: WriterEnd | null = null;
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  readonly #ended: Promise<WriterEnd>;

  /** @param note told of each rotation, as a line of text */
  constructor(plan: WriterPlan, note: (text: string) => void) {
    const child = fork(fileURLToPath(new URL('writer.js', import.meta.url)), [JSON.stringify(plan)]);
    this.#child = child;
    this.#ready = new Promise((resolve) => {
      child.on('message', (message: WriterMessage) => {
        if (message.type === 'end') this.#end = message;
        else this.lines = message.lines;
        if (message.type === 'rotated') note(`line ${message.lines}: ${message.path} ${message.manner}`);
        resolve();
      });
    });
    this.#ended = new Promise((resolve, reject) => {
      child.on('exit', (code) => {
        if (this.#end === null) reject(new Error(`the writer ended with ${code ?? 'a signal'}`));
        else resolve(this.#end);
      });
    });
    this.#ended.catch(() => undefined); // whoever waits for the end hears of it
  }

  /** Resolves when all files are there, still empty. It begins to write with the first order. */
  ready(): Promise<void> {
    return Promise.race([this.#ready, this.#ended.then(() => undefined)]);
  }

  get isOver(): boolean {
    return this.#end !== null || this.#child.exitCode !== null;
  }

  order(order: Order): void {
    if (this.#child.connected) this.#child.send(order);
  }

  /** Rejects when it failed. */
  end(): Promise<WriterEnd> {
    return this.#ended;
  }

  stop(): void {
    this.#child.kill();
  }
}
