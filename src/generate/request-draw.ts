import type { EpochSeconds } from '../core/units.js';
import { BitSource } from './bit-source.js';
import { RankSource } from './rank-source.js';
import { BURST_STATUSES, HOSTILE, STATUSES } from './site-texts.js';
import type { TimeCurve } from './time-curve.js';

/** Which texts a request has: indices of the lists of site-texts; the status is itself. */
export const CHOICE = { method: 0, protocol: 1, user: 2, vhost: 3, referrer: 4, agent: 5, upstream: 6, level: 7, message: 8, status: 9 } as const;
/** Its numbers. The duration is in microseconds, and a whole number of milliseconds. */
export const NUMBER = { bytes: 0, bytesIn: 1, duration: 2, clientPort: 3 } as const;

export interface DrawOptions {
  seed: number;
  /** how many lines are expected: exact where it is known */
  lines: number;
  /** distinct targets and hosts, at least 1 */
  paths: number;
  hosts: number;
  /** the share of requests that are hostile */
  hostile: number;
  /** two of three requests fail for a twentieth of the span */
  errorBurst: boolean;
  /** times are as many seconds too early, at most */
  disorder: number;
  start: EpochSeconds;
}

const mix = (rank: number): number => {
  const mixed = Math.imul(rank + 7, 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
};

/** One request after the other, as numbers: each format writes the same ones. */
export class RequestDraw {
  readonly choices = new Int32Array(10);
  readonly numbers = new Float64Array(4);
  second: EpochSeconds = 0;
  micros = 0;
  host = 0;
  path = 0;
  /** index of HOSTILE, or -1 */
  hostile = -1;
  made = 0;
  private readonly bits: BitSource;
  private readonly hosts: RankSource;
  private readonly paths: RankSource;
  private ordinary = 0;

  constructor(
    private readonly options: DrawOptions,
    private readonly curve: TimeCurve,
  ) {
    const { seed, lines, hosts, paths, hostile } = options;
    this.bits = new BitSource(seed);
    this.hosts = new RankSource(hosts, lines);
    this.paths = new RankSource(paths, lines * (1 - hostile));
  }

  /** Draws the request at the time at which the curve stands. */
  next(): void {
    const { bits, choices, numbers, curve } = this;
    const { hostile, errorBurst } = this.options;
    this.time();
    const host = this.hosts.draw(this.made, bits);
    this.host = host;
    const visitor = mix(host);
    choices[CHOICE.agent] = visitor & 63;
    choices[CHOICE.user] = (visitor >>> 6) & 31;
    const many = bits.bits();
    choices[CHOICE.method] = many & 15;
    choices[CHOICE.protocol] = (many >>> 4) & 3;
    choices[CHOICE.vhost] = (many >>> 6) & 3;
    choices[CHOICE.upstream] = (many >>> 8) & 3;
    choices[CHOICE.referrer] = (many >>> 10) & 63;
    choices[CHOICE.level] = (many >>> 16) & 15;
    choices[CHOICE.message] = (many >>> 20) & 3;
    numbers[NUMBER.clientPort] = 32_768 + ((many >>> 12) & 0x3fff);
    const more = bits.bits();
    choices[CHOICE.status] = STATUSES[more & 255]!;
    numbers[NUMBER.bytes] = 200 + ((more >>> 8) & 0xffff);
    numbers[NUMBER.bytesIn] = 180 + ((more >>> 12) & 0x3ff);
    // Few are slow: the square of an even draw, up to 1.6 s.
    const slow = (more >>> 22) & 0x3ff;
    numbers[NUMBER.duration] = (1 + ((slow * slow * slow) >>> 20)) * 1000;
    this.hostile = -1;
    if (hostile > 0 && bits.share() < hostile) {
      this.hostile = (bits.bits() >>> 0) % HOSTILE.length;
      choices[CHOICE.status] = HOSTILE[this.hostile]!.request === undefined ? 404 : 400;
    } else {
      this.path = this.paths.draw(this.ordinary, bits);
      this.ordinary += 1;
    }
    if (errorBurst && curve.isBurst && bits.share() < 2 / 3) choices[CHOICE.status] = BURST_STATUSES[bits.bits() & 3]!;
    this.made += 1;
  }

  private time(): void {
    const { curve, bits } = this;
    const { disorder, start } = this.options;
    this.second = curve.second;
    this.micros = curve.micros;
    if (disorder === 0) return;
    const before = Math.floor(bits.share() * (disorder + 1));
    this.second = Math.max(Math.floor(start), curve.second - before);
  }
}
