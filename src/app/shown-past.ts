import { RecordRing } from '../core/record-ring.js';
import type { RawLine } from '../core/snapshot.js';
import type { Bytes, EpochSeconds, Seconds } from '../core/units.js';
import type { MatchScanner, MatchTarget } from '../formats/match-scanner.js';
import type { LineOrigin } from './line-origin.js';
import type { PastLines } from './past-lines.js';
import { KEPT_BYTES, KEPT_LINES } from './recent-lines.js';

/** How far the past is looked at again. */
const PAST: Seconds = 900;
const MOST: Bytes = 1024 ** 3;

/** What is looked at before everything else has its turn: about a millisecond. */
const BLOCK: Bytes = 256 * 1024;

/** Blocks that are looked at at once: what is shown first says something already. */
const FIRST_BLOCKS = 2;

/** Where the columns of a file are named first. */
const HEAD: Bytes = 64 * 1024;

const NEWLINE = 10;
const RETURN = 13;

/** Where a file's first line begins, as when it was read: behind NULs and a byte order mark. */
const textStart = (head: Buffer, length: number): number => {
  let at = 0;
  while (at < length && head[at] === 0) at += 1;
  return head[at] === 0xef && head[at + 1] === 0xbb && head[at + 2] === 0xbf ? at + 3 : at;
};

/** How a line begins that names the columns of those behind it. */
const COLUMNS = '#Fields:';

/** The beginning of a file, as far as it is to be had. */
const headOf = ({ bytes }: PastLines): Buffer => {
  const head = Buffer.alloc(Math.min(HEAD, bytes.to));
  return head.subarray(0, bytes.read(head, head.length, 0));
};

/** One source's files, read backwards. */
interface Lane {
  files: PastLines[];
  /** how its first file is scanned */
  scanner: MatchScanner | null;
  /** what is in front of this offset of the first file is still to be looked at */
  at: Bytes;
  /** what is in front of that is the end of a line that is too long */
  isInLong: boolean;
  /** all of its records after this second have been looked at */
  reach: EpochSeconds;
  /** nothing more is to be looked at: all is, or it is too old, or it is not to be had any more */
  end: 'start' | 'old' | 'lost' | null;
}

/** Where what is found in the past is counted. */
export interface PastCounter {
  /** a line with more bytes is passed over */
  readonly maxLine: Bytes;
  /** the second that is open; NaN before there is one */
  readonly openAt: EpochSeconds;
  /** the run's first second; NaN before there is one */
  readonly startedAt: EpochSeconds;
  /** A scanner for lines of an origin, with the filter. `head` is lines in front of them that name columns: the last ones unless said otherwise. */
  newScanner(origin: LineOrigin, head?: Buffer): MatchScanner;
  /** A record was asked about. */
  note(isMatch: boolean): void;
  /** The second in which a record of time `own` counted; `arrival` as of PastLines. */
  pastSecondOf(own: EpochSeconds, arrival: EpochSeconds | 'before'): EpochSeconds;
  /** The ring, with room for one more, of rows that wait until the clock has come to their seconds. */
  liveRing(): RecordRing;
  /** Counts the rows of a ring, none of them ahead of the clock, in their seconds, and empties it. */
  countEarlier(ring: RecordRing): void;
}

export interface ShownPastConfig {
  shown: PastCounter;
  /** of each source what can be read again, the newest file first */
  sources: readonly PastLines[][];
  /** the run's first second */
  startedAt: EpochSeconds;
  /** lets everything else have its turn before the next block */
  defer: (step: () => void) => void;
}

/**
 * Looks again at what was read before a filter was set, the newest first, up to 15 minutes or 1 GiB, and counts what the filter
 * lets through in the seconds in which it was counted then.
 */
export class ShownPast implements MatchTarget {
  second: EpochSeconds = Number.NaN;
  /** matching lines, the oldest first, at most as many as are kept of new ones */
  lines: RawLine[] = [];
  private readonly ring = new RecordRing(1 << 12);
  private readonly buffer: Buffer;
  private readonly lanes: Lane[];
  /** when it began */
  private readonly now: EpochSeconds;
  /** nothing before this second counts */
  private readonly oldest: EpochSeconds;
  private earliest = Infinity;
  private left = MOST;
  /** for lines that are kept */
  private room = KEPT_BYTES;
  private isOver = false;
  // of the block that is looked at
  private file: PastLines | null = null;
  private blockAt: Bytes = 0;
  private blockFirst = Number.NaN;
  private blockNewest = -Infinity;
  private matches: number[] = [];

  constructor(private readonly config: ShownPastConfig) {
    const { shown, sources } = config;
    this.buffer = Buffer.allocUnsafeSlow(Math.max(BLOCK, shown.maxLine + 2));
    const { openAt } = shown;
    // Nothing may have been judged yet, by log time.
    this.now = Number.isNaN(openAt) ? Infinity : openAt;
    this.oldest = Number.isNaN(openAt) ? -Infinity : openAt - PAST;
    this.lanes = sources.filter((files) => files.length > 0).map((files) => ({ files: [...files], scanner: null, at: files[0]!.to, isInLong: false, reach: this.now, end: null }));
  }

  /** Begins, and goes on by itself. */
  start(): void {
    for (let n = 0; n < FIRST_BLOCKS && this.step(); n += 1);
    this.goOn();
  }

  /** Ends it where it is. */
  cancel(): void {
    this.isOver = true;
  }

  get isGoingBack(): boolean {
    return !this.isOver;
  }

  /** The first second of which all is shown. */
  get since(): EpochSeconds {
    const open = this.lanes.filter(({ end }) => end === null || end === 'lost').map(({ reach }) => Math.min(this.now, reach + 1));
    if (open.length > 0) return Math.max(this.oldest, ...open);
    const begun = Math.min(this.now, this.config.startedAt, this.earliest);
    return begun === Infinity ? this.config.shown.startedAt : Math.max(this.oldest, begun);
  }

  found(own: EpochSeconds, isMatch: boolean, from: number, to: number): RecordRing | null {
    const { shown } = this.config;
    const arrival = this.file!.arrival(this.blockAt + from);
    const second = shown.pastSecondOf(own, arrival);
    if (Number.isNaN(this.blockFirst)) this.blockFirst = second;
    this.blockNewest = Math.max(this.blockNewest, second);
    if (second < this.oldest) return null;
    this.earliest = Math.min(this.earliest, second);
    shown.note(isMatch);
    if (!isMatch) return null;
    this.matches.push(from, to);
    this.second = second;
    // What the clock has not come to yet waits with the live rows.
    if (!(second <= shown.openAt)) return shown.liveRing();
    if (this.ring.free === 0) shown.countEarlier(this.ring);
    return this.ring;
  }

  private goOn(): void {
    if (this.isOver) return;
    this.config.defer(() => {
      if (this.isOver) return;
      this.step();
      this.goOn();
    });
  }

  /** Looks at the next block of the source that is known least far. False when there is none. */
  private step(): boolean {
    let lane: Lane | null = null;
    for (const each of this.lanes) if (each.end === null && (lane === null || each.reach > lane.reach)) lane = each;
    if (lane === null || this.left <= 0) {
      this.isOver = true;
      return false;
    }
    this.lookBack(lane, lane.files[0]!);
    return true;
  }

  private lookBack(lane: Lane, file: PastLines): void {
    const { buffer } = this;
    const first = file.bytes.from;
    const from = Math.max(first, lane.at - buffer.length);
    const length = lane.at - from;
    if (length < 0) lane.end = 'lost';
    if (length === 0) this.nextFile(lane);
    if (length <= 0) return;
    if (file.bytes.read(buffer, length, from) < length) {
      lane.end = 'lost';
      return;
    }
    const start = from === first ? (from === 0 ? textStart(buffer, length) : 0) : buffer.subarray(0, length - 1).indexOf(NEWLINE) + 1;
    const end = lane.isInLong ? buffer.subarray(0, length).lastIndexOf(NEWLINE) + 1 : length;
    lane.isInLong = from !== first && start === 0;
    lane.at = from === first || lane.isInLong ? from : from + start;
    if (!lane.isInLong && start < end) this.scan(lane, file, from, start, end);
    this.left -= from + length - lane.at;
  }

  private scan(lane: Lane, file: PastLines, at: Bytes, start: number, end: number): void {
    const { shown } = this.config;
    this.file = file;
    this.blockAt = at;
    this.blockFirst = Number.NaN;
    this.blockNewest = -Infinity;
    this.matches = [];
    lane.scanner ??= shown.newScanner(file.origin);
    const columns = this.columnsIn(start, end);
    const begin = Math.max(start, columns);
    lane.scanner.scan(this.buffer, begin, end, this);
    if (columns >= 0) {
      // What stands in front of them has the columns that were named before: as far as is known those of the file's head.
      lane.at = at + begin;
      lane.scanner = shown.newScanner(file.origin, headOf(file));
    }
    shown.countEarlier(this.ring);
    if (!Number.isNaN(this.blockFirst)) {
      lane.reach = Math.min(lane.reach, this.blockFirst);
      if (this.blockNewest < this.oldest) lane.end = 'old';
    }
    this.keepLines(file);
  }

  /** Where the last line of a part of the block begins that names columns; -1 when there is none. */
  private columnsIn(start: number, end: number): number {
    const place = this.buffer.subarray(start, end).lastIndexOf(`\n${COLUMNS}`);
    if (place >= 0) return start + place + 1;
    return this.buffer.toString('latin1', start, start + COLUMNS.length) === COLUMNS ? start : -1;
  }

  /** Keeps the newest lines of the block, as long as they are few. */
  private keepLines({ origin }: PastLines): void {
    const { matches, buffer } = this;
    const older: RawLine[] = [];
    for (let n = matches.length - 2; n >= 0 && this.lines.length + older.length < KEPT_LINES && this.room > 0; n -= 2) {
      let end = matches[n + 1]!;
      this.room -= end - matches[n]!;
      while (end > matches[n]! && (buffer[end - 1] === NEWLINE || buffer[end - 1] === RETURN)) end -= 1;
      const line = Buffer.from(buffer.subarray(matches[n], end));
      older.push({ text: line.toString(), source: origin.path, status: origin.statusOf(line) });
    }
    if (older.length > 0) this.lines = [...older.reverse(), ...this.lines];
  }

  private nextFile(lane: Lane): void {
    const file = lane.files.shift();
    if (file?.bytes.isWhole === false) {
      lane.end = 'lost';
      return;
    }
    lane.scanner = null;
    lane.isInLong = false;
    const next = lane.files[0];
    if (next === undefined) lane.end = 'start';
    else lane.at = next.to;
  }
}
