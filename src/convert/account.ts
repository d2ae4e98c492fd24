import { REJECT_REASONS } from '../core/line-counts.js';
import type { RejectedBy, RejectReason } from '../core/line-counts.js';
import { joined, printable, printed } from '../render/printable.js';
import type { Printable } from '../render/printable.js';

/** Where a line stands. */
export interface LinePlace {
  path: string;
  /** from 1 on; null where nobody has counted the lines before it */
  line: number | null;
}

/** The account of a conversion's lines: `read = written + rejected + filtered`, always. */
export class Account {
  read = 0;
  written = 0;
  filtered = 0;
  rejected = 0;
  readonly rejectedBy: RejectedBy = {};
  firstRejected: LinePlace | null = null;

  reject(reason: RejectReason, place: LinePlace): void {
    this.rejected += 1;
    this.rejectedBy[reason] = (this.rejectedBy[reason] ?? 0) + 1;
    this.firstRejected ??= place;
  }
}

const lines = (count: number): Printable => (count === 1 ? printed`1 line` : printed`${count} lines`);

/** `12 lines rejected: 10 time, 2 layout; first: access.log:17`, and a newline; nothing when none was. */
export const rejectedText = ({ rejected, rejectedBy, firstRejected }: Account): Printable => {
  if (rejected === 0 || firstRejected === null) return printed``;
  const found = REJECT_REASONS.filter((reason) => rejectedBy[reason] !== undefined).sort((a, b) => rejectedBy[b]! - rejectedBy[a]!);
  const reasons = joined(found.map((reason) => printed`${rejectedBy[reason]!} ${printable(reason)}`), printed`, `);
  const { path, line } = firstRejected;
  const place = line === null ? printable(path) : printed`${printable(path)}:${line}`;
  return printed`${lines(rejected)} rejected: ${reasons}; first: ${place}\n`;
};

/** `3 lines filtered`, and a newline; nothing when none was. */
export const filteredText = ({ filtered }: Account): Printable => (filtered === 0 ? printed`` : printed`${lines(filtered)} filtered\n`);
