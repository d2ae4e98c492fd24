import { addPartLines, noPartLines } from '../app/part-lines.js';
import type { PartLines, TimeSpan } from '../app/part-lines.js';
import { REJECT_REASONS } from '../core/line-counts.js';
import type { LineCounts, RejectedBy } from '../core/line-counts.js';
import type { SourceLines } from '../reports/report-run.js';
import type { TimeWindow } from '../reports/time-window.js';

type Lines = Omit<LineCounts, 'future'>;

const linesOf = ({ accepted, rejected, filtered, late }: PartLines): Lines => ({ read: accepted + rejected + filtered, accepted, rejected, filtered, late });

/** The instants of a span; nulls when there is none. */
export const windowOf = ({ oldest, newest }: TimeSpan): TimeWindow => (oldest > newest ? { from: null, to: null } : { from: oldest, to: newest });

/** The same counts, whatever the order in which they came. */
const inOrder = (rejectedBy: RejectedBy): RejectedBy =>
  Object.fromEntries(REJECT_REASONS.flatMap((reason) => (rejectedBy[reason] === undefined ? [] : [[reason, rejectedBy[reason]]])));

/** The account of the lines of all logs of a run. */
export class SourceAccounts {
  private readonly paths: string[] = [];
  private readonly accounts: PartLines[] = [];

  constructor(paths: readonly string[]) {
    for (const path of paths) this.join(path);
  }

  /** One more log; gives its number. */
  join(path: string): number {
    this.accounts.push(noPartLines());
    return this.paths.push(path) - 1;
  }

  add(source: number, lines: PartLines): void {
    addPartLines(this.accounts[source]!, lines);
  }

  /** Adds lines of which no record counts, since none is in the window. */
  addOutside(source: number, lines: PartLines): void {
    this.add(source, { ...lines, ...noCounted, filtered: lines.filtered + lines.accepted });
  }

  get sources(): SourceLines[] {
    return this.paths.map((path, source) => ({ path, format: this.accounts[source]!.format, ...linesOf(this.accounts[source]!) }));
  }

  get all(): { lines: Lines; rejectedBy: RejectedBy; counted: TimeSpan; held: TimeSpan } {
    const sum = noPartLines();
    for (const account of this.accounts) addPartLines(sum, account);
    return { lines: linesOf(sum), rejectedBy: inOrder(sum.rejectedBy), counted: sum.counted, held: sum.held };
  }
}

const { accepted, counted } = noPartLines();
const noCounted = { accepted, counted };
