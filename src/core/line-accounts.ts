import { noLines } from './line-counts.js';
import type { LineCounts, RejectedBy } from './line-counts.js';
import { rejectReason } from './record-ring.js';
import { REJECT_REASONS } from './line-counts.js';

/** The account of lines of one source or of all, as running numbers. */
interface Account {
  accepted: number;
  rejected: number;
  filtered: number;
  late: number;
  future: number;
}

const newAccount = (): Account => ({ accepted: 0, rejected: 0, filtered: 0, late: 0, future: 0 });

const toCounts = (now: Account, before: Account): LineCounts => {
  const accepted = now.accepted - before.accepted;
  const rejected = now.rejected - before.rejected;
  const filtered = now.filtered - before.filtered;
  return {
    read: accepted + rejected + filtered,
    accepted,
    rejected,
    filtered,
    late: now.late - before.late,
    future: now.future - before.future,
  };
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
  private readonly accounts: Account[] = [];
  private readonly rejects = new Float64Array(REJECT_REASONS.length + 1);
  private before: { accounts: Account[]; rejects: Float64Array } = { accounts: [], rejects: this.rejects.slice() };

  addSource(): void {
    this.accounts.push(newAccount());
    this.before.accounts.push(newAccount());
  }

  accept(source: number): void {
    this.accounts[source]!.accepted += 1;
  }

  reject(source: number, code: number): void {
    this.accounts[source]!.rejected += 1;
    this.rejects[code]! += 1;
  }

  late(source: number): void {
    this.accounts[source]!.late += 1;
  }

  future(source: number): void {
    this.accounts[source]!.future += 1;
  }

  /** Since the last cut. Starts the next interval. */
  cut(): LinesReport {
    const report = this.since(this.before.accounts, this.before.rejects);
    this.before = { accounts: this.accounts.map((account) => ({ ...account })), rejects: this.rejects.slice() };
    return report;
  }

  /** Since the start. */
  run(): LinesReport {
    return this.since(
      this.accounts.map(() => newAccount()),
      new Float64Array(this.rejects.length),
    );
  }

  private since(accounts: readonly Account[], rejects: Float64Array): LinesReport {
    const sources = this.accounts.map((account, i) => toCounts(account, accounts[i]!));
    const lines = noLines();
    for (const source of sources) for (const key of Object.keys(lines) as (keyof LineCounts)[]) lines[key] += source[key];
    const rejectedBy: RejectedBy = {};
    for (let code = 1; code < this.rejects.length; code += 1) {
      const count = this.rejects[code]! - rejects[code]!;
      if (count > 0) rejectedBy[rejectReason(code)] = count;
    }
    return { lines, rejectedBy, sources };
  }
}
