import type { ByteChunk } from '../../src/core/byte-chunk.js';
import { SLOT } from '../../src/formats/field.js';
import type { LineRecord } from '../../src/formats/line-record.js';
import type { RowFields } from '../../src/formats/row-fields.js';
import type { Counter, ReportContext, ReportKind, Total } from '../../src/reports/report-kind.js';

/** Hits and bytes by key. */
export type HitPart = Map<string, { hits: number; bytes: number }>;

export interface HitResult {
  hits: number;
  /** `key hits bytes`, sorted */
  rows: readonly string[];
  context: ReportContext;
  /** how many parts have been merged */
  parts: number;
}

const WANTED: ReadonlySet<number> = new Set([SLOT.time, SLOT.path, SLOT.status, SLOT.bytes]);

class HitCounter implements Counter<HitPart> {
  private part: HitPart = new Map();

  constructor(
    readonly seed: number,
    private readonly isUsual: boolean,
  ) {}

  readonly bind = (): ReadonlySet<number> => WANTED;

  add(record: LineRecord): void {
    this.count(`${record.rawText(SLOT.path) ?? '-'} ${record.status}`, record.bytes);
  }

  get addUsual(): Counter<HitPart>['addUsual'] {
    if (!this.isUsual) return null;
    return ({ bytes }: ByteChunk, { pathFrom, pathTo, status, bytes: size }: RowFields) => {
      this.count(`${bytes.toString('utf8', pathFrom, pathTo)} ${status}`, size);
    };
  }

  cut(): { part: HitPart; transfer: ArrayBuffer[] } {
    const { part } = this;
    this.part = new Map();
    return { part, transfer: [] };
  }

  private count(key: string, bytes: number): void {
    const row = this.part.get(key) ?? { hits: 0, bytes: 0 };
    row.hits += 1;
    row.bytes += bytes >= 0 ? bytes : 0;
    this.part.set(key, row);
  }
}

class HitTotal implements Total<HitPart, HitResult> {
  private readonly all: HitPart = new Map();
  private parts = 0;

  merge(part: HitPart): void {
    this.parts += 1;
    for (const [key, { hits, bytes }] of part) {
      const row = this.all.get(key) ?? { hits: 0, bytes: 0 };
      row.hits += hits;
      row.bytes += bytes;
      this.all.set(key, row);
    }
  }

  finish(context: ReportContext): HitResult {
    const rows = [...this.all].map(([key, { hits, bytes }]) => `${key} ${hits} ${bytes}`).sort();
    return { hits: [...this.all.values()].reduce((sum, { hits }) => sum + hits, 0), rows, context, parts: this.parts };
  }

  clear(): void {
    this.all.clear();
    this.parts = 0;
  }
}

/**
 * Counts hits and bytes by path and status, exactly and without haste: what a report over the same lines can be compared with.
 *
 * @param isUsual take what the fast path reads as it is, too
 */
export const hitCount = (isUsual = true): ReportKind<HitPart, HitResult> => ({
  name: 'hits',
  newCounter: (seed) => new HitCounter(seed, isUsual),
  newTotal: () => new HitTotal(),
});
