import type { ByteChunk } from '../../core/byte-chunk.js';
import type { RejectReason } from '../../core/line-counts.js';
import type { EpochSeconds } from '../../core/units.js';
import { FIRST_OWN_SLOT, sharedField, SLOT } from '../field.js';
import type { FieldSlot } from '../field.js';
import { LINE_END } from '../line-reader.js';
import type { Failure, LineReader } from '../line-reader.js';
import { LineRecord } from '../line-record.js';
import { CivilTime } from '../time/civil-time.js';
import { createTimeReader } from '../time/time-reader.js';

const TAB = 9;
const SPACE = 32;
const DASH = 45;

/** Numbers below it, which is in 1973, are counts, sizes and the like. */
export const EARLIEST: EpochSeconds = 1e8;

export const CONNECTION_FIELDS: readonly FieldSlot[] = [sharedField('time'), sharedField('host'), sharedField('vhost')];

const TIME = 'a time as a number since 1970, in seconds or milliseconds';

const isBlank = (byte: number | undefined): boolean => byte === SPACE || byte === TAB;

/** Reads lines `unix-time host-from host-to`, with blanks or tabs between, before and behind. */
export class ConnectionReader implements LineReader {
  readonly record = new LineRecord(FIRST_OWN_SLOT);
  readonly fields = CONNECTION_FIELDS;
  readonly usualPlace = null;
  reason: RejectReason = 'layout';
  failure: Failure | null = null;
  whole = false;
  private readonly time = createTimeReader({ shape: 'epoch', unit: 'auto', fraction: true }, true);
  private readonly civil = new CivilTime();

  read(line: ByteChunk, from: number, to: number): boolean {
    const { record, civil } = this;
    const { bytes } = line;
    record.line = line;
    this.failure = null;
    this.whole = false;
    const timeFrom = this.skipBlanks(bytes, from, to);
    civil.reset();
    const timeTo = this.time.read(line, timeFrom, to, civil);
    if (timeTo < 0 || civil.epoch < EARLIEST) return this.refuse(timeFrom - from, TIME, 'time');
    if (timeTo < to && !isBlank(bytes[timeTo])) return this.refuse(timeTo - from, 'a blank');
    record.numbers[SLOT.time] = civil.epoch;
    record.fraction = civil.fraction;
    record.fractionDigits = civil.fractionDigits;
    record.spans[SLOT.time * 2] = timeFrom;
    record.spans[SLOT.time * 2 + 1] = timeTo;
    const host = this.skipBlanks(bytes, timeTo, to);
    const hostTo = this.putWord(bytes, SLOT.host, host, to);
    if (hostTo === host) return this.refuse(host - from, 'a host that connects');
    const vhost = this.skipBlanks(bytes, hostTo, to);
    const vhostTo = this.putWord(bytes, SLOT.vhost, vhost, to);
    if (vhostTo === vhost) return this.refuse(vhost - from, 'the host that it connects to');
    const rest = this.skipBlanks(bytes, vhostTo, to);
    if (rest < to) return this.refuse(rest - from, LINE_END);
    this.whole = true;
    return true;
  }

  private skipBlanks(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to && isBlank(bytes[at])) at += 1;
    return at;
  }

  /** The end of the word at `from`. */
  private putWord(bytes: Uint8Array, slot: number, from: number, end: number): number {
    const { spans } = this.record;
    let to = from;
    while (to < end && !isBlank(bytes[to])) to += 1;
    const isAbsent = to === from + 1 && bytes[from] === DASH;
    spans[slot * 2] = isAbsent ? -1 : from;
    spans[slot * 2 + 1] = isAbsent ? -1 : to;
    return to;
  }

  private refuse(at: number, expected: string, reason: RejectReason = 'layout'): false {
    this.failure = { at, expected };
    this.reason = reason;
    return false;
  }
}
