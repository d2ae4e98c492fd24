import type { Bytes } from '../core/units.js';
import type { Total } from '../reports/report-kind.js';

/** Parts that come too early are kept up to about this; then only the task whose turn it is goes on. */
const MOST_KEPT: Bytes = 32 * 1024 * 1024;

/** What a part counts at least. */
const LEAST: Bytes = 64 * 1024;

interface KeptTask {
  /** by their numbers */
  parts: Map<number, { part: unknown; bytes: Bytes }>;
  /** how many have been merged, and how many there will be */
  merged: number;
  count: number;
}

/** Merges parts in the order of their tasks, in whatever order they come. */
export class PartOrder {
  private readonly waiting = new Map<number, KeptTask>();
  private kept: Bytes = 0;
  /** the task whose parts are merged as they come */
  private turn = 0;

  constructor(
    private readonly total: Pick<Total<unknown, unknown>, 'merge'>,
    private readonly mostKept: Bytes = MOST_KEPT,
  ) {}

  /** the last task that may be read on as things are */
  get gate(): number {
    return this.kept > this.mostKept ? this.turn : Infinity;
  }

  /** One more part of a task, the `number`th; null has nothing to be merged. `bytes` is about its size in memory. */
  add(task: number, number: number, part: unknown, bytes: Bytes, isLast: boolean): void {
    const entry = this.waiting.get(task) ?? { parts: new Map(), merged: 0, count: Infinity };
    this.waiting.set(task, entry);
    const size = part === null ? 0 : Math.max(LEAST, bytes);
    entry.parts.set(number, { part, bytes: size });
    this.kept += size;
    if (isLast) entry.count = number + 1;
    for (let next = this.waiting.get(this.turn); next !== undefined; next = this.waiting.get(this.turn)) {
      for (let own = next.parts.get(next.merged); own !== undefined; own = next.parts.get(next.merged)) this.merge(next, own);
      if (next.merged < next.count) break;
      this.waiting.delete(this.turn);
      this.turn += 1;
    }
  }

  /** No more will come: merges what is there, in order. */
  flush(): void {
    for (const [, task] of sorted(this.waiting)) {
      for (const [number, own] of sorted(task.parts)) {
        task.merged = number;
        this.merge(task, own);
      }
    }
    this.waiting.clear();
  }

  private merge(task: KeptTask, { part, bytes }: { part: unknown; bytes: Bytes }): void {
    task.parts.delete(task.merged);
    task.merged += 1;
    this.kept -= bytes;
    if (part !== null) this.total.merge(part);
  }
}

const sorted = <Value>(map: ReadonlyMap<number, Value>): [number, Value][] => [...map].sort(([a], [b]) => a - b);
