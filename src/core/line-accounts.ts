import { noLines } from './line-counts.js';
import type { LineCounts, RejectedBy } from './line-counts.js';
import { rejectReason } from './record-ring.js';
import { REJECT_REASONS } from './line-counts.js';

/** Columns of an account: `filtered` has no lines yet that it could count. */
const ACCEPTED = 0;
const REJECTED = 1;
const LATE = 2;
const FUTURE = 3;
const COLUMNS = 4;

const toCounts = (now: Float64Array, before: Float64Array, source: number): LineCounts => {
  const since = (column: number): number => now[source * COLUMNS + column]! - before[source * COLUMNS + column]!;
  const accepted = since(ACCEPTED);
  const rejected = since(REJECTED);
  return { read: accepted + rejected, accepted, rejected, filtered: 0, late: since(LATE), future: since(FUTURE) };
};

/** What an interval, or the run, did with its lines. */
export interface LinesReport {
  lines: LineCounts;
  rejectedBy: RejectedBy;
  /** by source, in the order of their numbers */
  sources: LineCounts[];
}

/** Counts every line once, by source and by fate. `cut` closes an interval; `run` is all since the start. */
export class LineAccounts {
  private sources = 0;
  private accounts = new Float64Array(0);
  private readonly rejects = new Float64Array(REJECT_REASONS.length + 1);
  private accountsBefore = new Float64Array(0);
  private rejectsBefore = new Float64Array(REJECT_REASONS.length + 1);

  addSource(): void {
    this.sources += 1;
    const grow = (counts: Float64Array): Float64Array<ArrayBuffer> => {
      const larger = new Float64Array(this.sources * COLUMNS);
      larger.set(counts);
      return larger;
    };
    this.accounts = grow(this.accounts);
    this.accountsBefore = grow(this.accountsBefore);
  }

  accept(source: number): void {
    this.accounts[source * COLUMNS + ACCEPTED]! += 1;
  }

  reject(source: number, code: number): void {
    this.accounts[source * COLUMNS + REJECTED]! += 1;
    this.rejects[code]! += 1;
  }

  late(source: number): void {
    this.accounts[source * COLUMNS + LATE]! += 1;
  }

  future(source: number): void {
    this.accounts[source * COLUMNS + FUTURE]! += 1;
  }

  /** All lines of a source so far. */
  read(source: number): number {
    return this.accounts[source * COLUMNS + ACCEPTED]! + this.accounts[source * COLUMNS + REJECTED]!;
  }

  /** Since the last cut. Starts the next interval. */
  cut(): LinesReport {
    const report = this.since(this.accountsBefore, this.rejectsBefore);
    this.accountsBefore = this.accounts.slice();
    this.rejectsBefore = this.rejects.slice();
    return report;
  }

  /** Since the start. */
  run(): LinesReport {
    return this.since(new Float64Array(this.accounts.length), new Float64Array(this.rejects.length));
  }

  private since(accounts: Float64Array, rejects: Float64Array): LinesReport {
    const lines = noLines();
    const sources: LineCounts[] = [];
    for (let i = 0; i < this.sources; i += 1) {
      const counts = toCounts(this.accounts, accounts, i);
      sources.push(counts);
      for (const key of Object.keys(lines) as (keyof LineCounts)[]) lines[key] += counts[key];
    }
    const rejectedBy: RejectedBy = {};
    for (let code = 1; code < this.rejects.length; code += 1) {
      const count = this.rejects[code]! - rejects[code]!;
      if (count > 0) rejectedBy[rejectReason(code)] = count;
    }
    return { lines, rejectedBy, sources };
  }
}
