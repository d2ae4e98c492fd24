import type { Bytes } from '../core/units.js';

const STOP = 0;
const GATE = 1;
const INTS = 2;

/** What the threads of a run see of each other at any time. */
export class SharedSigns {
  private readonly ints: Int32Array;
  /** of each thread: bytes and lines that it has read */
  private readonly progress: Float64Array;

  constructor(readonly memory: SharedArrayBuffer) {
    this.ints = new Int32Array(memory, 0, INTS);
    this.progress = new Float64Array(memory, INTS * Int32Array.BYTES_PER_ELEMENT);
  }

  static for(threads: number): SharedSigns {
    const signs = new SharedSigns(new SharedArrayBuffer(INTS * Int32Array.BYTES_PER_ELEMENT + threads * 2 * Float64Array.BYTES_PER_ELEMENT));
    signs.openGate(Infinity);
    return signs;
  }

  get isStopped(): boolean {
    return Atomics.load(this.ints, STOP) !== 0;
  }

  stop(): void {
    Atomics.store(this.ints, STOP, 1);
  }

  /** Lets tasks up to this number be read on; the parts of others would have to be kept too long. */
  openGate(task: number): void {
    Atomics.store(this.ints, GATE, Math.min(task, 2 ** 31 - 1));
  }

  isOpenFor(task: number): boolean {
    return Atomics.load(this.ints, GATE) >= task;
  }

  /** A thread has read more. */
  add(thread: number, bytes: Bytes, lines: number): void {
    this.progress[thread * 2]! += bytes;
    this.progress[thread * 2 + 1]! += lines;
  }

  /** what all threads have read */
  get read(): { bytes: Bytes; lines: number } {
    let bytes = 0;
    let lines = 0;
    for (let at = 0; at < this.progress.length; at += 2) {
      bytes += this.progress[at]!;
      lines += this.progress[at + 1]!;
    }
    return { bytes, lines };
  }
}

/** Of each task whether somebody has taken it. */
export class TaskClaims {
  private readonly claims: Int32Array;

  constructor(readonly memory: SharedArrayBuffer) {
    this.claims = new Int32Array(memory);
  }

  static for(tasks: number): TaskClaims {
    return new TaskClaims(new SharedArrayBuffer(tasks * Int32Array.BYTES_PER_ELEMENT));
  }

  /** Takes a task. False when somebody else has it. */
  take(task: number): boolean {
    return Atomics.compareExchange(this.claims, task, 0, 1) === 0;
  }
}
