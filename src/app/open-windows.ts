import type { ByteChunk } from '../core/byte-chunk.js';
import type { EpochMs } from '../core/units.js';
import type { FieldSlot } from '../formats/field.js';
import type { Wanted } from '../formats/line-reader.js';
import type { LineRecord } from '../formats/line-record.js';
import type { RowFields } from '../formats/row-fields.js';
import type { Counter, ReportKind, Total } from '../reports/report-kind.js';
import { noTimes } from './part-lines.js';
import type { TimeSpan } from './part-lines.js';

/** Windows that count at a time: each needs tables of its own. */
const MOST_COUNTERS = 4;

/** Windows that are kept open at most: the oldest one gives way, whatever the times in a log may be. */
const MOST_OPEN = 32;

/** Of them, those of times to come: records for more take no window, so that wild times never close those of true ones. */
const MOST_AHEAD = 8;

/** Records of the time [from, to), while more of them may come. */
export interface OpenWindow {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly total: Total<unknown, unknown>;
  /** null while nothing of the window is counted apart from its total */
  counter: Counter<unknown> | null;
  /** what `counter` is bound for; see SourceCounter */
  binding: object | null;
  counted: TimeSpan;
  /** it got records since it was told of */
  hasNews: boolean;
}

const byTime = (a: OpenWindow, b: OpenWindow): number => a.from - b.from;

export interface OpenWindowsOptions {
  kind: ReportKind<unknown, unknown>;
  seed: number;
  /** windows begin at multiples of it; Infinity has one window for all time */
  length: EpochMs;
  /** how long after its end a window takes records, by the times of records */
  maxLag: EpochMs;
  /** A window takes no more records. It is gone when the call returns. */
  onClose: (window: OpenWindow) => void;
}

/**
 * Windows of time that follow each other, and take records that come out of order. Time is what the records say: it moves
 * to the newest one, but neither beyond `limit` nor, while a source is known to have older records to come, beyond `behind`.
 * Records beyond `limit` have windows of their own, but for no more than 8 times; a log that has no others is taken as it is.
 */
export class OpenWindows {
  /** the time beyond which no record moves the time: the machine's, and some more */
  limit: EpochMs = Infinity;
  /** those of the sources that are known to have more records just now which are the furthest back have got to this time */
  behind: EpochMs = Infinity;
  /** the same without the source that is being read */
  othersBehind: EpochMs = Infinity;
  /** the time of the newest record, as far as `limit` */
  newest: EpochMs = -Infinity;
  private readonly windows = new Map<EpochMs, OpenWindow>();
  /** those with a counter, and counters without a window */
  private readonly counting: OpenWindow[] = [];
  private readonly spare: Counter<unknown>[] = [];
  /** totals of windows that were closed: to make one, and to have it collected, costs more than to clear it */
  private readonly spareTotals: Total<unknown, unknown>[] = [];
  private last: OpenWindow | null = null;
  /** windows that end here or before are closed */
  private closedTo: EpochMs = -Infinity;

  constructor(private readonly options: OpenWindowsOptions) {}

  /**
   * The window for a record of a time; null when it takes no more, or is one too many of those to come.
   *
   * @param own the time of the newest record of its source, this one included
   */
  at(time: EpochMs, own: EpochMs): OpenWindow | null {
    if (time > this.newest && time <= this.limit) this.newest = time;
    let window = this.last;
    if (window === null || time < window.from || time >= window.to) window = this.find(time);
    if (window === null || this.isOverBy(window, Math.min(this.othersBehind, own))) return null;
    this.last = window;
    window.hasNews = true;
    if (time < window.counted.oldest) window.counted.oldest = time;
    if (time > window.counted.newest) window.counted.newest = time;
    return window;
  }

  /** The counter of a window; it has to be bound anew where `binding` is another one than that of whoever counts. */
  counterOf(window: OpenWindow): Counter<unknown> {
    if (window.counter !== null) return window.counter;
    const { counting, spare } = this;
    if (counting.length === MOST_COUNTERS) this.settle(counting[0]!);
    window.counter = spare.pop() ?? this.options.kind.newCounter(this.options.seed);
    window.binding = null;
    counting.push(window);
    return window.counter;
  }

  /** Open windows, the oldest first, with all that was counted in their totals. */
  get open(): OpenWindow[] {
    for (const window of [...this.counting]) this.settle(window);
    return [...this.windows.values()].sort(byTime);
  }

  /** Whether a window takes no more records. */
  isClosed(window: Pick<OpenWindow, 'to'>): boolean {
    return this.isOverBy(window, this.behind);
  }

  /** Whether its time is over. */
  isOver({ to }: OpenWindow): boolean {
    return to <= this.newest;
  }

  /** Tells of the windows that take no more records, but the one of the newest record, and gives them up. */
  closeOld(): void {
    const closed = [...this.windows.values()].filter((window) => this.isClosed(window) && !this.isNewest(window));
    for (const window of closed.sort(byTime)) this.close(window);
  }

  /** Whether the newest record is in a window. */
  isNewest({ from, to }: OpenWindow): boolean {
    return this.newest >= from && this.newest < to;
  }

  /** A window without records, for a log that has none. */
  empty(): OpenWindow {
    return this.newWindow(-Infinity, Infinity);
  }

  /** Whether a window takes no more records, from sources that have got to a time. */
  private isOverBy({ to }: Pick<OpenWindow, 'to'>, reached: EpochMs): boolean {
    return to <= this.closedTo || to + this.options.maxLag <= Math.min(this.newest, reached);
  }

  /** Whether a window would be one too many beyond the newest time. */
  private isTooFarAhead(from: EpochMs): boolean {
    const { newest } = this;
    if (newest === -Infinity || from <= newest) return false;
    return [...this.windows.values()].filter((window) => window.from > newest).length >= MOST_AHEAD;
  }

  private newWindow(from: EpochMs, to: EpochMs): OpenWindow {
    const { kind, seed } = this.options;
    return { from, to, total: this.spareTotals.pop() ?? kind.newTotal(seed), counter: null, binding: null, counted: noTimes(), hasNews: false };
  }

  private find(time: EpochMs): OpenWindow | null {
    const { length } = this.options;
    const from = length === Infinity ? -Infinity : Math.floor(time / length) * length;
    const known = this.windows.get(from);
    if (known !== undefined) return known;
    const to = length === Infinity ? Infinity : from + length;
    if (this.isClosed({ to }) || this.isTooFarAhead(from)) return null;
    this.closeOld();
    const window = this.newWindow(from, to);
    this.windows.set(from, window);
    const [oldest] = this.windows.size > MOST_OPEN ? this.open : [];
    if (oldest !== undefined) this.close(oldest);
    return oldest === window ? null : window;
  }

  private close(window: OpenWindow): void {
    this.settle(window);
    this.closedTo = Math.max(this.closedTo, window.to);
    this.windows.delete(window.from);
    if (this.last === window) this.last = null;
    this.options.onClose(window);
    window.total.clear();
    this.spareTotals.push(window.total);
  }

  /** Adds what a window's counter has to its total; another window may have the counter. */
  private settle(window: OpenWindow): void {
    const { counter } = window;
    if (counter === null) return;
    window.counter = null;
    this.counting.splice(this.counting.indexOf(window), 1);
    window.total.merge(counter.cut().part);
    this.spare.push(counter);
  }
}

/** Counts the records of one source, each in the window of its time. */
export class SourceCounter implements Counter<null> {
  /** records that no window took, since the last cut */
  late = 0;
  private newest: EpochMs = -Infinity;
  readonly addUsual: Counter<null>['addUsual'];
  private fields: readonly FieldSlot[] = [];
  /** another one for each list of fields, and for each source */
  private binding = {};

  /** @param model a counter that tells what counters want, and counts nothing */
  constructor(
    private readonly windows: OpenWindows,
    private readonly model: Counter<unknown>,
  ) {
    const addUsual = (line: ByteChunk, fields: RowFields, record: LineRecord): void => {
      this.counterAt(fields.second * 1000)?.addUsual!(line, fields, record);
    };
    this.addUsual = model.addUsual === null ? null : addUsual;
  }

  bind(fields: readonly FieldSlot[]): Wanted {
    this.fields = fields;
    this.binding = {};
    return this.model.bind(fields);
  }

  add(record: LineRecord, line: ByteChunk, from: number, to: number): void {
    this.counterAt(record.second * 1000 + Math.floor(record.fraction / 1e6))?.add(record, line, from, to);
  }

  cut(): { part: null; transfer: ArrayBuffer[] } {
    return { part: null, transfer: [] };
  }

  get seed(): number {
    return this.model.seed;
  }

  private counterAt(time: EpochMs): Counter<unknown> | null {
    if (time > this.newest && time <= this.windows.limit) this.newest = time;
    const window = this.windows.at(time, this.newest);
    if (window === null) {
      this.late += 1;
      return null;
    }
    const counter = this.windows.counterOf(window);
    if (window.binding !== this.binding) {
      window.binding = this.binding;
      counter.bind(this.fields);
    }
    return counter;
  }
}
