import { addPartLines, noPartLines } from '../app/part-lines.js';
import type { PartLines, TimeSpan } from '../app/part-lines.js';
import { REJECT_REASONS } from '../core/line-counts.js';
import type { LineCounts, RejectedBy } from '../core/line-counts.js';
import { GONE } from '../core/source-book.js';
import type { SourceLines } from '../reports/report-run.js';
import type { TimeWindow } from '../reports/time-window.js';

type Lines = Omit<LineCounts, 'future'>;

const linesOf = ({ accepted, rejected, filtered, late }: PartLines): Lines => ({ read: accepted + rejected + filtered, accepted, rejected, filtered, late });

/** The instants of a span; nulls when there is none. */
export const windowOf = ({ oldest, newest }: TimeSpan): TimeWindow => (oldest > newest ? { from: null, to: null } : { from: oldest, to: newest });

/** The same counts, whatever the order in which they came. */
const inOrder = (rejectedBy: RejectedBy): RejectedBy =>
  Object.fromEntries(REJECT_REASONS.flatMap((reason) => (rejectedBy[reason] === undefined ? [] : [[reason, rejectedBy[reason]]])));

/** Logs that have left, and are told apart at most. */
const MOST_LEFT = 1000;

interface LogAccount {
  path: string;
  lines: PartLines;
}

/**
 * The account of the lines of all logs of a run. A log that has left keeps its share, and goes on with it when its path comes
 * back; when there are too many, those that left longest ago are told as one.
 */
export class SourceAccounts {
  /** by their numbers, in the order in which they joined */
  private readonly logs = new Map<number, LogAccount>();
  /** numbers of the logs that have left, by path, the one that left first in front */
  private readonly left = new Map<string, number>();
  /** of the logs that are told as one */
  private gone: PartLines | null = null;
  private joined = 0;

  constructor(paths: readonly string[]) {
    for (const path of paths) this.join(path);
  }

  /** One more log, or one that comes back; gives its number. */
  join(path: string): number {
    const known = this.left.get(path);
    if (known !== undefined) {
      this.left.delete(path);
      return known;
    }
    const source = this.joined;
    this.joined += 1;
    this.logs.set(source, { path, lines: noPartLines() });
    return source;
  }

  /** No lines of a log will be added until it joins again. */
  leave(source: number): void {
    this.left.set(this.logs.get(source)!.path, source);
    const [first] = this.left;
    if (this.left.size <= MOST_LEFT || first === undefined) return;
    const [path, number] = first;
    this.gone ??= noPartLines();
    addPartLines(this.gone, { ...this.logs.get(number)!.lines, format: null });
    this.left.delete(path);
    this.logs.delete(number);
  }

  add(source: number, lines: PartLines): void {
    addPartLines(this.logs.get(source)!.lines, lines);
  }

  /** Adds lines of which no record counts, since none is in the window. */
  addOutside(source: number, lines: PartLines): void {
    this.add(source, { ...lines, ...noCounted, filtered: lines.filtered + lines.accepted });
  }

  get sources(): SourceLines[] {
    return this.accounts.map(({ path, lines }) => ({ path, format: lines.format, ...linesOf(lines) }));
  }

  get all(): { lines: Lines; rejectedBy: RejectedBy; counted: TimeSpan; held: TimeSpan } {
    const sum = noPartLines();
    for (const { lines } of this.accounts) addPartLines(sum, lines);
    return { lines: linesOf(sum), rejectedBy: inOrder(sum.rejectedBy), counted: sum.counted, held: sum.held };
  }

  private get accounts(): LogAccount[] {
    const { logs, gone } = this;
    return gone === null ? [...logs.values()] : [...logs.values(), { path: GONE, lines: gone }];
  }
}

const { accepted, counted } = noPartLines();
const noCounted = { accepted, counted };
