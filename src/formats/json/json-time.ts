import type { ByteChunk } from '../../core/byte-chunk.js';
import { CivilTime } from '../time/civil-time.js';
import { createTimeReader } from '../time/time-reader.js';
import type { TimeReader } from '../time/time-reader.js';

const DASH = 45;
const SLASH = 47;
const BRACKET = 91;

/** The length of `2015-05-17T10:05:03`: what is shorter is a number. */
const LEAST = 19;

/** Reads a time of whatever shape loggers write: ISO 8601, Common Log's, `2006/01/02 15:04:05.000`, a number since 1970. */
export class JsonTime {
  /** nanoseconds behind the last time's second */
  fraction = 0;
  /** how many digits of it were written, up to 9 */
  fractionDigits = 0;
  private readonly civil = new CivilTime();
  private readonly iso = createTimeReader({ shape: 'iso' }, true);
  private readonly clf = createTimeReader({ shape: 'clf' }, true);
  private readonly epoch = createTimeReader({ shape: 'epoch', unit: 'auto', fraction: true }, true);
  private readonly wall = createTimeReader({ shape: 'strftime', pattern: '%Y/%m/%d %H:%M:%S' }, true);
  private readonly wallFraction = createTimeReader({ shape: 'strftime', pattern: '%Y/%m/%d %H:%M:%S.%f' }, true);

  /** The second of the time in bytes [from, to), all of them; NaN when it is none. */
  read(line: ByteChunk, from: number, to: number): number {
    const { bytes } = line;
    const isCivil = to - from >= LEAST;
    if (bytes[from] === BRACKET && isCivil) return this.run(this.clf, line, from + 1, to - 1);
    if (bytes[from + 4] === DASH && isCivil) return this.run(this.iso, line, from, to);
    if (bytes[from + 2] === SLASH && isCivil) return this.run(this.clf, line, from, to);
    if (bytes[from + 4] === SLASH && isCivil) return this.run(to - from > LEAST ? this.wallFraction : this.wall, line, from, to);
    const second = this.run(this.epoch, line, from, to);
    return Number.isNaN(second) ? this.scientific(bytes.toString('latin1', from, to)) : second;
  }

  private run(reader: TimeReader, line: ByteChunk, from: number, to: number): number {
    const { civil } = this;
    civil.reset();
    if (reader.read(line, from, to, civil) !== to) return Number.NaN;
    this.fraction = civil.fraction;
    this.fractionDigits = civil.fractionDigits;
    return civil.toSecond();
  }

  /** `1.5469861401e9`, in seconds or whatever finer unit makes a time of this age. */
  private scientific(text: string): number {
    if (!/^\d+(?:\.\d+)?[eE]\+?\d+$/.test(text)) return Number.NaN;
    let seconds = Number(text);
    for (let finer = 0; finer < 3 && seconds >= 1e11; finer += 1) seconds /= 1000;
    if (!(seconds < 1e11)) return Number.NaN;
    const second = Math.floor(seconds);
    // No more are exact in a number of this size.
    this.fraction = Math.floor((seconds - second) * 1e6) * 1000;
    this.fractionDigits = this.fraction === 0 ? 0 : 6;
    return second;
  }
}
