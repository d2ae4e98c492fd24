import type { LineCounts, RejectedBy } from './line-counts.js';
import { rejectCode, rejectReason } from './record-ring.js';
import { REJECT_REASONS } from './line-counts.js';

/** Columns of an account. */
const ACCEPTED = 0;
const REJECTED = 1;
const FILTERED = 2;
const LATE = 3;
const FUTURE = 4;
const COLUMNS = 5;

const NOTHING = new Float64Array(0);

const toCounts = (now: Float64Array, before: Float64Array, source: number): LineCounts => {
  const since = (column: number): number => now[source * COLUMNS + column]! - (before[source * COLUMNS + column] ?? 0);
  const accepted = since(ACCEPTED);
  const rejected = since(REJECTED);
  const filtered = since(FILTERED);
  return { read: accepted + rejected + filtered, accepted, rejected, filtered, late: since(LATE), future: since(FUTURE) };
};

/** What is remembered of a source's account. */
export interface AccountMemory {
  accepted: number;
  rejected: number;
  /** absent in what was kept before there were filters */
  filtered?: number;
  late: number;
  future: number;
}

/** What an interval, or the run, did with its lines. */
export interface LinesReport {
  lines: LineCounts;
  rejectedBy: RejectedBy;
  /** A source's share. To be asked before anything else is counted. */
  of: (source: number) => LineCounts;
}

/**
 * Counts every line once, by source and by fate. `cut` closes an interval; `run` is all since the start, with what was
 * recalled of earlier runs.
 */
export class LineAccounts {
  private sources = 0;
  /** has room for more sources than there are */
  private accounts = new Float64Array(COLUMNS);
  private readonly rejects = new Float64Array(REJECT_REASONS.length + 1);
  private accountsBefore = new Float64Array(COLUMNS);
  /** what `accountsBefore` was before the last cut */
  private accountsEarlier = new Float64Array(COLUMNS);
  private rejectsBefore = new Float64Array(REJECT_REASONS.length + 1);

  addSource(): void {
    this.sources += 1;
    if (this.sources * COLUMNS <= this.accounts.length) return;
    const grow = (counts: Float64Array): Float64Array<ArrayBuffer> => {
      const larger = new Float64Array(this.accounts.length * 2);
      larger.set(counts);
      return larger;
    };
    this.accountsEarlier = grow(this.accountsEarlier);
    this.accountsBefore = grow(this.accountsBefore);
    this.accounts = grow(this.accounts);
  }

  accept(source: number): void {
    this.accounts[source * COLUMNS + ACCEPTED]! += 1;
  }

  reject(source: number, code: number): void {
    this.accounts[source * COLUMNS + REJECTED]! += 1;
    this.rejects[code]! += 1;
  }

  /** A record that the filter left out. */
  filter(source: number): void {
    this.accounts[source * COLUMNS + FILTERED]! += 1;
  }

  late(source: number): void {
    this.accounts[source * COLUMNS + LATE]! += 1;
  }

  future(source: number): void {
    this.accounts[source * COLUMNS + FUTURE]! += 1;
  }

  /** All lines of a source so far. */
  read(source: number): number {
    const { accounts } = this;
    const first = source * COLUMNS;
    return accounts[first + ACCEPTED]! + accounts[first + REJECTED]! + accounts[first + FILTERED]!;
  }

  /** Adds what a source has to another one's account, and leaves it with nothing: its number can be given anew. */
  fold(source: number, into: number): void {
    for (const counts of [this.accounts, this.accountsBefore]) {
      for (let column = 0; column < COLUMNS; column += 1) {
        counts[into * COLUMNS + column]! += counts[source * COLUMNS + column]!;
        counts[source * COLUMNS + column] = 0;
      }
    }
  }

  /** What is remembered of a source. */
  memory(source: number): Required<AccountMemory> {
    const column = (number: number): number => this.accounts[source * COLUMNS + number]!;
    return { accepted: column(ACCEPTED), rejected: column(REJECTED), filtered: column(FILTERED), late: column(LATE), future: column(FUTURE) };
  }

  /** Gives a source what earlier runs counted for it, which no interval of this one does. */
  recall(source: number, { accepted, rejected, filtered, late, future }: AccountMemory): void {
    for (const counts of [this.accounts, this.accountsBefore]) {
      for (const [column, count] of [accepted, rejected, filtered ?? 0, late, future].entries()) counts[source * COLUMNS + column]! += count;
    }
  }

  /** Takes the reasons for which earlier runs rejected lines, as above. */
  recallRejects(rejectedBy: RejectedBy): void {
    for (const reason of REJECT_REASONS) {
      for (const rejects of [this.rejects, this.rejectsBefore]) rejects[rejectCode(reason)]! += rejectedBy[reason] ?? 0;
    }
  }

  /** Since the last cut. Starts the next interval. */
  cut(): LinesReport {
    const { accounts, accountsBefore, accountsEarlier } = this;
    const report = this.since(accountsBefore, this.rejectsBefore);
    accountsEarlier.set(accounts);
    this.accountsBefore = accountsEarlier;
    this.accountsEarlier = accountsBefore;
    this.rejectsBefore = this.rejects.slice();
    return report;
  }

  /** Since the start. */
  run(): LinesReport {
    return this.since(NOTHING, NOTHING);
  }

  private since(before: Float64Array, rejectsBefore: Float64Array): LinesReport {
    const { accounts } = this;
    const total = new Float64Array(COLUMNS);
    for (let first = 0; first < this.sources * COLUMNS; first += COLUMNS) {
      for (let column = 0; column < COLUMNS; column += 1) total[column]! += accounts[first + column]! - (before[first + column] ?? 0);
    }
    const rejectedBy: RejectedBy = {};
    for (let code = 1; code < this.rejects.length; code += 1) {
      const count = this.rejects[code]! - (rejectsBefore[code] ?? 0);
      if (count > 0) rejectedBy[rejectReason(code)] = count;
    }
    return { lines: toCounts(total, NOTHING, 0), rejectedBy, of: (source) => toCounts(accounts, before, source) };
  }
}
