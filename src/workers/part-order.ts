import type { Bytes } from '../core/units.js';
import type { Total } from '../reports/report-kind.js';

/** Parts that come too early are kept up to about this; then only the task whose turn it is goes on. */
const MOST_KEPT: Bytes = 32 * 1024 * 1024;

/** What a part counts at least. */
const LEAST: Bytes = 64 * 1024;

interface KeptTask {
  parts: { part: unknown; bytes: Bytes }[];
  isOver: boolean;
}

/** Merges parts in the order of their tasks, in whatever order they come. */
export class PartOrder {
  private readonly waiting = new Map<number, KeptTask>();
  private kept: Bytes = 0;
  /** the task whose parts are merged as they come */
  private turn = 0;

  constructor(
    private readonly total: Total<unknown, unknown>,
    private readonly mostKept: Bytes = MOST_KEPT,
  ) {}

  /** the last task that may be read on as things are */
  get gate(): number {
    return this.kept > this.mostKept ? this.turn : Infinity;
  }

  /** One more part of a task; null has nothing to be merged. `bytes` is about its size in memory. */
  add(task: number, part: unknown, bytes: Bytes, isLast: boolean): void {
    const entry = this.waiting.get(task) ?? { parts: [], isOver: false };
    this.waiting.set(task, entry);
    if (part !== null) {
      const size = Math.max(LEAST, bytes);
      entry.parts.push({ part, bytes: size });
      this.kept += size;
    }
    entry.isOver ||= isLast;
    for (let next = this.waiting.get(this.turn); next !== undefined; next = this.waiting.get(this.turn)) {
      this.merge(next);
      if (!next.isOver) break;
      this.waiting.delete(this.turn);
      this.turn += 1;
    }
  }

  /** No more will come: merges what is there, in order. */
  flush(): void {
    for (const task of [...this.waiting.keys()].sort((a, b) => a - b)) this.merge(this.waiting.get(task)!);
    this.waiting.clear();
  }

  private merge(task: KeptTask): void {
    for (const { part, bytes } of task.parts.splice(0)) {
      this.total.merge(part);
      this.kept -= bytes;
    }
  }
}
