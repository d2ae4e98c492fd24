import { chunkOf } from '../core/byte-chunk.js';
import type { ByteChunk } from '../core/byte-chunk.js';
import type { Bytes } from '../core/units.js';
import { SLOT } from './field.js';
import type { Format } from './format.js';
import { LINE_END } from './line-reader.js';
import type { LineReader } from './line-reader.js';
import { FORMATS } from './registry.js';

/** What a format is recognised from, at most: so many lines, and bytes of lines, from the first one on that fits any format. */
export const SAMPLE_LINES = 1000;
export const SAMPLE_BYTES: Bytes = 64 * 1024;

/**
 * From so many lines on, nobody is asked for the end of his parts, and the format that leads alone is asked first. Of a request that
 * it reads whole, no format is asked that fitted no line, nor one that read as many requests as it, but fewer of them whole: such
 * a one is taken to read this too, though not as a whole. It could not come to lead by it.
 */
const TRIED_BY_ALL = 32;

/** Lines that name columns and their like are remembered, so many. */
const HEADERS = 16;

/** How well a format fits some lines. */
export interface Rank {
  format: Format;
  /** lines that it reads as records, or that are meant for its reader */
  records: number;
  /** those that are meant for its reader: they name columns */
  headers: number;
  /** those that are requests: they have a path or a status */
  requests: number;
  /** requests whose user seems to hold the client's host, because something stands in front of that */
  shifted: number;
  /** those that have every part of it and nothing behind; of requests, and of all records */
  wholeRequests: number;
  whole: number;
  /** of the first 32 lines those that have every part of it, whatever is behind */
  complete: number;
  /** fields that it finds in them, absent ones not counted; in requests, and in all records */
  foundInRequests: number;
  found: number;
}

/** Counts a request that a format is taken to read as another does, with as many fields as it has found on the average. */
const credit = (rank: Rank, shifted: number): void => {
  rank.shifted += shifted;
  const found = rank.foundInRequests / rank.requests;
  rank.foundInRequests += found;
  rank.found += found;
  rank.requests += 1;
  rank.records += 1;
};

/** The format that fits best, and those that fit as well but say less. */
export interface Choice {
  format: Format;
  others: readonly Format[];
}

/** Requests, of which those count half that seem to be read wrong. */
const soundRequests = ({ requests, shifted }: Rank): number => requests - shifted / 2;

const compareRanks = (a: Rank, b: Rank): number => {
  const ofAnyWhole = Number(b.complete > 0) - Number(a.complete > 0);
  if (a.requests + b.requests === 0) return b.records - a.records || b.whole - a.whole || ofAnyWhole || b.found - a.found;
  return soundRequests(b) - soundRequests(a) || b.wholeRequests - a.wholeRequests || ofAnyWhole || b.foundInRequests - a.foundInRequests || b.headers - a.headers;
};

/** Whether as many lines fit one format as the other, and as well: only the fields that are found tell them apart. */
const fitEqually = (a: Rank, best: Rank): boolean => {
  const areRequests = a.requests === best.requests && a.wholeRequests === best.wholeRequests && a.headers >= best.headers;
  return areRequests && a.complete >= best.complete && (best.requests > 0 || (a.records === best.records && a.whole === best.whole));
};

const countFound = ({ fields, record }: LineReader): number => {
  let found = 0;
  for (const { slot } of fields) if (record.has(slot)) found += 1;
  return found;
};

/** Whether the record that was read last is of a request: an event has neither. */
const isRequest = ({ record }: LineReader): boolean => record.has(SLOT.path) || record.has(SLOT.status);

/** Whether the user that was read last has a dash among several words: `192.0.2.1 - -`. */
const isShifted = ({ record }: LineReader): boolean => /^[^[]* -(?: |$)|^- /.test(record.rawText(SLOT.user) ?? '');

/** Some lines of one source in turn, and how well each format fits them. Obtained of a Detector. */
export class FormatSample {
  /** lines that were looked at */
  lines = 0;
  /** of each format, in their order; made with the first line, because many samples see none */
  private counts: Rank[] = [];
  /** what is in the sample since a line fitted */
  private taken = 0;
  private bytes: Bytes = 0;
  private readonly seen: Buffer[];
  /** of the last line: it fits a format, as a whole, or names columns */
  private fits = false;
  private isWhole = false;
  private isHeader = false;

  constructor(
    private readonly detector: Detector,
    headers: readonly Buffer[],
  ) {
    this.seen = [...headers];
  }

  private begin(): void {
    this.counts = this.detector.formats.map((format) => ({ format, records: 0, headers: 0, requests: 0, shifted: 0, wholeRequests: 0, whole: 0, complete: 0, foundInRequests: 0, found: 0 }));
  }

  /** The last lines that named columns, without their ends. */
  get headers(): readonly Buffer[] {
    return this.seen;
  }

  get isFull(): boolean {
    return this.taken >= SAMPLE_LINES || this.bytes >= SAMPLE_BYTES;
  }

  /** Looks at bytes [from, to) of a chunk: one line without its end. Whether it fits any format. */
  add(line: ByteChunk, from: number, to: number): boolean {
    if (from >= to) return false;
    const readers = this.detector.readersFor(this);
    if (this.lines === 0) this.begin();
    const end = Math.min(to, from + SAMPLE_BYTES);
    this.lines += 1;
    this.forget();
    if (this.taken < TRIED_BY_ALL) this.tryThose(readers, line, from, end);
    else this.tryAfterLeader(readers, line, from, end);
    if (this.isHeader) this.remember(line.bytes.subarray(from, end));
    if (this.taken > 0 || this.fits) {
      this.taken += 1;
      this.bytes += to - from;
    }
    return this.fits;
  }

  /** The formats that fit any of the lines, the best first. */
  ranks(): Rank[] {
    return this.counts.filter(({ records }) => records > 0).sort(compareRanks);
  }

  /** Null when no line fits any format. */
  choose(): Choice | null {
    const [best, ...rest] = this.ranks();
    if (best === undefined) return null;
    return { format: best.format, others: rest.filter((rank) => fitEqually(rank, best)).map(({ format }) => format) };
  }

  private tryThose(readers: readonly LineReader[], line: ByteChunk, from: number, to: number, isMeant: (rank: Rank) => boolean = () => true): void {
    const { counts } = this;
    for (let i = 0; i < counts.length; i += 1) if (isMeant(counts[i]!)) this.tryOne(counts[i]!, readers[i]!, line, from, to);
  }

  /** Has the leading format read a line, and only those others of which that does not say enough. */
  private tryAfterLeader(readers: readonly LineReader[], line: ByteChunk, from: number, to: number): void {
    const leader = this.leader();
    const { requests, shifted, wholeRequests } = leader;
    this.tryOne(leader, readers[this.counts.indexOf(leader)]!, line, from, to);
    if (leader.requests === requests || leader.wholeRequests === wholeRequests) {
      this.tryThose(readers, line, from, to, (rank) => rank !== leader && (rank.records > 0 || !this.isWhole));
      return;
    }
    for (let i = 0; i < this.counts.length; i += 1) {
      const rank = this.counts[i]!;
      if (rank === leader || rank.records === 0) continue;
      if (rank.requests === requests && rank.wholeRequests < wholeRequests) {
        // One that was not shifted as the leader was reads other fields: what it did up to now tells what it does.
        credit(rank, rank.shifted === shifted ? leader.shifted - shifted : rank.shifted / rank.requests);
      } else this.tryOne(rank, readers[i]!, line, from, to);
    }
  }

  private leader(): Rank {
    let [best] = this.counts;
    for (const rank of this.counts) if (compareRanks(rank, best!) < 0) best = rank;
    return best!;
  }

  private tryOne(rank: Rank, reader: LineReader, line: ByteChunk, from: number, to: number): void {
    if (reader.read(line, from, to)) {
      this.countRecord(rank, reader);
      this.isWhole ||= reader.whole;
    } else if (reader.reason === 'header') {
      rank.whole += 1;
      rank.headers += 1;
      this.isHeader = true;
    } else return;
    rank.records += 1;
    this.fits = true;
  }

  private forget(): void {
    this.fits = false;
    this.isWhole = false;
    this.isHeader = false;
  }

  private countRecord(rank: Rank, reader: LineReader): void {
    const found = countFound(reader);
    const wholeOne = reader.whole ? 1 : 0;
    rank.found += found;
    rank.whole += wholeOne;
    if (this.taken < TRIED_BY_ALL && (reader.whole || reader.failure?.expected === LINE_END)) rank.complete += 1;
    if (!isRequest(reader)) return;
    rank.requests += 1;
    if (isShifted(reader)) rank.shifted += 1;
    rank.wholeRequests += wholeOne;
    rank.foundInRequests += found;
  }

  private remember(header: Uint8Array): void {
    this.seen.push(Buffer.from(header));
    this.detector.heeded();
    if (this.seen.length > HEADERS) this.seen.shift();
  }
}

/** Tells formats by their lines. One serves any number of sources: its readers are lent to one sample after the other. */
export class Detector {
  /** null until there is a line to be read: they take longer to make than many a log to be read */
  private readers: LineReader[] | null = null;
  private owner: FormatSample | null = null;
  /** the readers know a line that named columns */
  private hasHeeded = false;

  constructor(readonly formats: readonly Format[] = FORMATS) {}

  /** @param headers lines that came before it and named columns */
  newSample(headers: readonly Buffer[] = []): FormatSample {
    return new FormatSample(this, headers);
  }

  /** For samples: the readers, which know of no line but those of the sample. */
  readersFor(sample: FormatSample): readonly LineReader[] {
    if (this.readers === null || (this.hasHeeded && this.owner !== sample)) this.readers = this.formats.map((format) => format.newReader());
    const { readers } = this;
    if (this.owner === sample) return readers;
    this.owner = sample;
    this.hasHeeded = sample.headers.length > 0;
    for (const header of sample.headers) for (const reader of readers) reader.read(chunkOf(header), 0, header.length);
    return readers;
  }

  /** For samples: the readers will remember the last line. */
  heeded(): void {
    this.hasHeeded = true;
  }
}

const sampleOf = (lines: readonly string[], formats?: readonly Format[]): FormatSample => {
  const sample = new Detector(formats).newSample();
  for (const line of lines) {
    if (sample.isFull) break;
    const bytes = Buffer.from(line, 'latin1');
    sample.add(chunkOf(bytes), 0, bytes.length);
  }
  return sample;
};

/**
 * The formats that read any of a file's first lines (without line ends, their bytes as characters), the best first: the one
 * that reads most of them as requests (of those that look as if something stood before the client's host, two are one); among equals the one whose whole layout most of them have, then one that has all parts of
 * at least one of them; among those the richer one, which finds more fields there; then the one that heeds more lines that name columns. Where there are no requests, all records are what counts.
 */
export const rankFormats = (lines: readonly string[], formats?: readonly Format[]): Rank[] => sampleOf(lines, formats).ranks();

/** The best of rankFormats; null when no line fits any. */
export const detectFormat = (lines: readonly string[]): Format | null => sampleOf(lines).choose()?.format ?? null;
