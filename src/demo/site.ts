import type { EpochSeconds, Seconds } from '../core/units.js';
import { combinedLine } from './logged-request.js';
import type { LoggedRequest } from './logged-request.js';
import { createRandom, drawCount, drawInteger, drawItem, mixSeeds } from './random.js';
import type { Random } from './random.js';
import { BROWSERS, CHECKOUT, GONE_PATHS, ODD_REQUESTS, PRODUCTS, PROBED_PATHS, REFERRERS, SECTIONS } from '../generate/site-content.js';
import type { SiteSection } from '../generate/site-content.js';
import { requestRate, trafficAt } from './traffic-profile.js';
import type { TrafficMoment } from './traffic-profile.js';
import { createZipf } from './zipf.js';

const HOSTS = 400;
const ODD_SHARE = 0.012;
const TORN_SHARE = 0.001;
const STRANGER = { host: '203.0.113.66', agent: 'Mozilla/5.0 zgrab/0.x' };

const byRank = new Map<number, (random: Random) => number>();
const byPopularity = createZipf(HOSTS, 0.8);
const sectionWeight = SECTIONS.reduce((sum, section) => sum + section.weight, 0);

/** One of the items; those in front are the more popular. */
const drawRanked = <T>(random: Random, items: readonly [T, ...T[]]): T => {
  let draw = byRank.get(items.length);
  if (draw === undefined) byRank.set(items.length, (draw = createZipf(items.length)));
  return items[draw(random)] ?? items[0];
};

const drawSection = (random: Random): SiteSection => {
  let left = random() * sectionWeight;
  return SECTIONS.find((section) => (left -= section.weight) < 0) ?? SECTIONS[0];
};

const drawPath = (random: Random, section: SiteSection): string =>
  drawRanked(random, section.paths)
    .replace('@', () => drawRanked(random, PRODUCTS))
    .replace('#', () => String(drawInteger(random, 1, 60)));

/** An address of the ranges that are reserved for documentation; every eighth is IPv6. */
const hostOf = (rank: number): string => {
  const last = 1 + (Math.floor(rank / 3) % 254);
  if (rank % 8 === 7) return `2001:db8:${(rank * 37).toString(16)}::${last.toString(16)}`;
  return `${['198.51.100', '203.0.113', '192.0.2'][rank % 3] ?? ''}.${last}`;
};

const drawVisitor = (random: Random): Pick<LoggedRequest, 'host' | 'user' | 'agent' | 'referrer' | 'virtualHost'> => {
  const rank = byPopularity(random);
  return {
    host: hostOf(rank),
    user: rank % 29 === 5 ? 'ana' : '-',
    agent: BROWSERS[(rank * 7) % BROWSERS.length] ?? BROWSERS[0],
    referrer: drawRanked(random, REFERRERS),
    virtualHost: rank % 5 === 4 ? 'blog.example:443' : 'shop.example:443',
  };
};

type Answer = Pick<LoggedRequest, 'request' | 'status' | 'bytes'>;

const drawPage = (random: Random, section: SiteSection, errorShare: number): Answer => {
  const method = section.method === 'POST' && random() < 0.6 ? 'POST' : random() < 0.02 ? 'HEAD' : 'GET';
  const protocol = `HTTP/${random() < 0.7 ? '2.0' : '1.1'}`;
  if (random() < errorShare * 0.6) {
    return { request: `GET ${drawItem(random, GONE_PATHS)} ${protocol}`, status: 404, bytes: 564 };
  }
  const request = `${method} ${drawPath(random, section)} ${protocol}`;
  if (random() < errorShare * 0.4) return { request, status: drawItem(random, [500, 503, 403]), bytes: 564 };
  if (section.cached && random() < 0.3) return { request, status: 304, bytes: 0 };
  if (random() < 0.03) return { request, status: 301, bytes: 162 };
  return { request, status: 200, bytes: method === 'HEAD' ? 0 : Math.round(section.size * (0.5 + random())) };
};

const drawCheckoutFailure = (random: Random): Answer => ({
  request: `POST ${drawPath(random, CHECKOUT)} HTTP/2.0`,
  ...(random() < 0.9 ? { status: drawItem(random, [502, 503, 504]), bytes: 497 } : { status: 200, bytes: 1_900 }),
});

const drawProbe = (random: Random): Answer => ({
  request: `GET ${drawItem(random, PROBED_PATHS)} HTTP/1.1`,
  ...(random() < 0.9 ? { status: 404, bytes: 153 } : { status: 403, bytes: 153 }),
});

const drawRequest = (random: Random, moment: TrafficMoment, at: EpochSeconds): LoggedRequest => {
  const visitor = drawVisitor(random);
  const kind = random() * requestRate(moment);
  if (kind < moment.probes) return { ...visitor, ...STRANGER, user: '-', referrer: '-', at, ...drawProbe(random) };
  if (kind < moment.probes + moment.checkoutFailures) return { ...visitor, at, ...drawCheckoutFailure(random) };
  if (random() < ODD_SHARE) return { ...visitor, user: '-', referrer: '-', at, ...drawItem(random, ODD_REQUESTS) };
  return { ...visitor, at, ...drawPage(random, drawSection(random), moment.errorShare) };
};

/** What the site is asked for in one second of its life; `second` counts from its start, `at` is the time on its clock. */
export const requestsAt = (second: Seconds, at: EpochSeconds, seed: number): LoggedRequest[] => {
  const random = createRandom(mixSeeds(seed, second));
  const moment = trafficAt(second);
  return Array.from({ length: drawCount(random, requestRate(moment)) }, () => drawRequest(random, moment, at));
};

/**
 * The lines that the site's server logs in one second, in the Combined format and without newlines. Equal arguments give
 * equal lines. Rarely one is torn, as a crashing worker leaves it.
 */
export const linesAt = (second: Seconds, at: EpochSeconds, seed: number): string[] => {
  const random = createRandom(mixSeeds(~seed, second));
  return requestsAt(second, at, seed).map((logged) => {
    const line = combinedLine(logged);
    return random() < TORN_SHARE ? line.slice(0, drawInteger(random, 10, 40)) : line;
  });
};
