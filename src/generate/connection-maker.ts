import type { Bytes, EpochSeconds, Seconds } from '../core/units.js';
import { BitSource } from './bit-source.js';
import { LinePen, penText } from './line-pen.js';
import type { PenText } from './line-pen.js';

export const SLICES = 24;
export const SLICE: Seconds = 300;

/** What hosts say to each other. Equal parameters give equal bytes. */
export interface ConnectionParameters {
  amount: { lines: number } | { bytes: Bytes };
  seed: number;
  start: EpochSeconds;
}

/** 55 that connect. */
export const CLIENT_HOSTS: readonly string[] = (
  'alpine alta aspen avoriaz banff bormio brixen cervinia cogne cortina como davos elm ellmau flims galtur gerlos ' +
  'gstaad heavenly imst ischgl isola kaprun kitz kals laax lech levi livigno mayrhofen megeve morzine nendaz oetz oslo ' +
  'park reit ruka saalbach sestola samnaun sella solda stowe squaw tahoe tignes vail vals verbier wengen whistler yllas zell zermatt'
).split(' ');
/** 26 that are connected to. */
export const SERVER_HOSTS: readonly string[] = (
  'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango ' +
  'Uniform Victor Whiskey Xray Yankee Zulu'
).split(' ');

/** Who connects to whom as it ends a line: each of the clients with each of the servers. */
const PAIRS = CLIENT_HOSTS.flatMap((from) => SERVER_HOSTS.map((to) => penText(` ${from} ${to}\n`)));
const LONGEST: Bytes = 64;
const MEAN: Bytes = '1767225600'.length + PAIRS.reduce((sum, { length }) => sum + length, 0) / PAIRS.length;

/** Makes lines `unix-time host-from host-to`, in slices of 300 s within which they come in any order. */
export class ConnectionMaker {
  readonly roomOfLine: Bytes = LONGEST;
  made = 0;
  private readonly bits: BitSource;
  private readonly expected: number;
  private readonly last: number;
  private room: Bytes;
  /** the texts of the slice's seconds */
  private seconds: readonly PenText[] = [];
  private slice = -1;

  constructor(private readonly parameters: ConnectionParameters) {
    const { amount, seed } = parameters;
    this.bits = new BitSource(seed);
    this.expected = 'lines' in amount ? amount.lines : Math.ceil(amount.bytes / MEAN);
    this.last = 'lines' in amount ? amount.lines : Infinity;
    this.room = 'bytes' in amount ? amount.bytes : Infinity;
  }

  /** Writes lines into `out` until none is left, or the next one may not fit; returns how many bytes were written. */
  fill(out: Buffer): Bytes {
    const { bits } = this;
    const pen = new LinePen(out);
    const end = out.length - LONGEST;
    const perSlice = this.expected / SLICES;
    for (; pen.at <= end && this.made < this.last && this.room > 0; this.made += 1) {
      const begin = pen.at;
      const slice = Math.min(SLICES - 1, Math.floor(this.made / perSlice));
      if (slice !== this.slice) this.begin(slice);
      pen.copy(this.seconds[((bits.bits() >>> 16) * SLICE) >>> 16]!);
      const drawn = bits.bits();
      const from = ((drawn >>> 16) * CLIENT_HOSTS.length) >>> 16;
      const to = ((drawn & 0xffff) * SERVER_HOSTS.length) >>> 16;
      pen.copy(PAIRS[from * SERVER_HOSTS.length + to]!);
      if (pen.at - begin > this.room) {
        pen.at = begin;
        this.room = 0;
        break;
      }
      this.room -= pen.at - begin;
    }
    return pen.at;
  }

  private begin(slice: number): void {
    this.slice = slice;
    const start = Math.floor(this.parameters.start) + slice * SLICE;
    this.seconds = Array.from({ length: SLICE }, (_, second) => penText(String(start + second)));
  }
}
