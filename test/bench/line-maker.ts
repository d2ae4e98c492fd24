import { formatClfTime } from '../../src/demo/logged-request.js';
import { BROWSERS, REFERRERS } from '../../src/generate/site-content.js';

/** What a made log is like. Equal parameters give equal bytes. */
export interface LogParameters {
  lines: number;
  /** distinct request targets; each occurs at least once */
  paths: number;
  /** distinct hosts; each occurs at least once */
  hosts: number;
  /** log time from the first line to the last, in seconds */
  span: number;
  seed: number;
}

/** Room that any made line fits in. */
const LONGEST_LINE = 1024;

const SECTION_NAMES =
  'products api static images search cart checkout account blog help feed news food drinks kitchen garden tools books ' +
  'music games travel offers gifts brands press jobs about legal media download status admin health metrics events ' +
  'forum wiki video photo shop';
const WORDS =
  'teapot whisk saucepan cheese-board bread-knife salad-bowl pizza-stone egg-timer spice-rack soup-ladle sieve apron ' +
  'oven-glove rolling-pin cake-stand milk-jug';
const QUERIES = ['?page=', '?utm_source=newsletter&id=', '?q=blue+cup&page=', '?session='];

/** The first is the most frequent; of 256 equal parts 20 are 4xx (8 %) and 5 are 5xx (2 %). */
const STATUSES: readonly [status: string, parts: number][] = [
  ['200', 190], ['304', 28], ['301', 9], ['206', 4], ['404', 14], ['403', 4], ['401', 2], ['500', 2], ['502', 2], ['503', 1],
];

const bytesOf = (texts: readonly string[]): Uint8Array[] => texts.map((text) => Buffer.from(text));

const SECTIONS = bytesOf(SECTION_NAMES.split(' ').map((name) => `/${name}/`));
const SLUGS = bytesOf(WORDS.split(' ').flatMap((word) => [`${word}-`, `reviews/${word}-`, `2024/11/${word}-`]));
const QUERY_STARTS = bytesOf(QUERIES);
const METHODS = bytesOf([...Array<string>(14).fill('GET '), 'POST ', 'HEAD ']);
const PROTOCOLS = bytesOf([...Array<string>(3).fill(' HTTP/1.1" '), ' HTTP/2.0" ']);
const STATUS_PARTS = bytesOf(STATUSES.flatMap(([status, parts]) => Array<string>(parts).fill(`${status} `)));
/** Referrer and agent, in as many pairs as there are; a power of two of them so that bits choose one. */
const TAILS = bytesOf(
  Array.from({ length: 64 }, (_, index) => {
    const agent = BROWSERS[index % 8 === 0 ? (index / 8 + 3) % BROWSERS.length : index % 6] ?? '';
    const referrer = REFERRERS[(index * 5) % REFERRERS.length] ?? '';
    return ` "${referrer}" "${agent}"\n`;
  }),
);
const START = Date.UTC(2024, 10, 22, 9, 0, 0) / 1000;

/**
 * Makes lines of a Combined log as bytes, one after the other, without a string for any of them. Popularity of paths and
 * hosts falls by Zipf's law; the rarest come in turn so that all of them occur.
 */
export class LineMaker {
  private made = 0;
  private state: number;
  private second = -1;
  private time: Uint8Array = new Uint8Array(0);
  private readonly logPaths: number;
  private readonly logHosts: number;
  private out: Uint8Array = new Uint8Array(0);
  private at = 0;

  constructor(private readonly parameters: LogParameters) {
    this.state = parameters.seed | 0;
    this.logPaths = Math.log(parameters.paths + 1);
    this.logHosts = Math.log(parameters.hosts + 1);
  }

  /** Lines still to come. */
  get left(): number {
    return this.parameters.lines - this.made;
  }

  /** Writes lines into `out` until it is nearly full, `most` are made or none is left. Returns the bytes written. */
  fill(out: Uint8Array, most = Infinity): number {
    this.out = out;
    this.at = 0;
    const until = Math.min(this.parameters.lines, this.made + most);
    while (this.made < until && this.at + LONGEST_LINE <= out.length) {
      this.line();
      this.made += 1;
    }
    return this.at;
  }

  private line(): void {
    const { lines, paths, hosts, span } = this.parameters;
    this.host(this.rank(hosts, lines, this.logHosts));
    this.tick(Math.floor((this.made * span) / lines));
    this.copy(this.time);
    const bits = this.random();
    this.copy(METHODS[bits & 15]!);
    this.path(this.rank(paths, lines, this.logPaths));
    this.copy(PROTOCOLS[(bits >>> 4) & 3]!);
    this.copy(STATUS_PARTS[(bits >>> 6) & 255]!);
    this.number(200 + ((bits >>> 14) & 0xffff));
    const tail = TAILS[this.random() & 63]!;
    this.out.set(tail, this.at);
    this.at += tail.length;
  }

  /** A rank of [0, size): the next of all of them in its turn, otherwise a popular one. */
  private rank(size: number, lines: number, logSize: number): number {
    const turn = Math.floor((this.made * size) / lines);
    if (turn !== Math.floor(((this.made + 1) * size) / lines)) return turn;
    return Math.floor(Math.exp(((this.random() >>> 0) / 0x1_0000_0000) * logSize)) - 1;
  }

  private host(rank: number): void {
    // A permutation of 24 bits, so that neighbours in rank are no neighbours in address.
    const address = Math.imul(rank + 1, 0x9e3779b1) & 0xffffff;
    this.number(10);
    this.out[this.at++] = 46;
    this.number(address >>> 16);
    this.out[this.at++] = 46;
    this.number((address >>> 8) & 255);
    this.out[this.at++] = 46;
    this.number(address & 255);
  }

  private tick(second: number): void {
    if (second === this.second) return;
    this.second = second;
    this.time = Buffer.from(` - - [${formatClfTime(START + second)}] "`);
  }

  private path(rank: number): void {
    const mixed = Math.imul(rank + 7, 0x85ebca6b) >>> 8;
    // The square favours the first sections.
    const drawn = (mixed & 255) / 256;
    this.copy(SECTIONS[Math.floor(drawn * drawn * SECTIONS.length)]!);
    this.copy(SLUGS[(mixed >>> 8) % SLUGS.length]!);
    this.number(rank);
    if (((mixed >>> 14) & 3) !== 0) return;
    this.copy(QUERY_STARTS[(mixed >>> 16) & 3]!);
    this.number(rank & 1023);
  }

  private copy(bytes: Uint8Array): void {
    const { out } = this;
    let { at } = this;
    const end = at + bytes.length;
    for (let from = 0; at < end; from += 1, at += 1) out[at] = bytes[from]!;
    this.at = at;
  }

  private number(value: number): void {
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits += 1;
    let rest = value;
    for (let at = this.at + digits - 1; at >= this.at; at -= 1) {
      const tenth = Math.floor(rest / 10);
      this.out[at] = 48 + rest - tenth * 10;
      rest = tenth;
    }
    this.at += digits;
  }

  /** 32 bits of xorshift. */
  private random(): number {
    let bits = this.state || 1;
    bits ^= bits << 13;
    bits ^= bits >>> 17;
    bits ^= bits << 5;
    return (this.state = bits);
  }
}
