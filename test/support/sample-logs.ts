import { createRandom, drawInteger } from '../../src/demo/random.js';
import { combinedLine, commonLine } from '../../src/demo/logged-request.js';
import type { LoggedRequest } from '../../src/demo/logged-request.js';
import { requestsAt } from '../../src/demo/site.js';
import { ConnectionMaker } from '../../src/generate/connection-maker.js';
import { jsonLogs } from './json-logs.js';
import { namedSamples } from './named-samples.js';
import { nastyLog } from './nasty-log.js';

const START = Date.UTC(2018, 10, 22, 15, 52, 0) / 1000;

/** A second of the simulated site in which its visitors are many and nothing else happens. */
const BUSY_SECOND = 15;

/** Requests that fill the given numbers of requests for each second, from START on. */
const requestsFor = (perSecond: readonly number[], seed: number): LoggedRequest[] =>
  perSecond.flatMap((count, second) =>
    requestsAt(BUSY_SECOND, START + second, seed + second).slice(0, count),
  );

/** About one request a second for as many seconds, never two equal seconds in a row for long. */
const calm = (seconds: number, seed: number): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: seconds }, () => drawInteger(random, 0, 3));
};

const repeat = (count: number, seconds: number): number[] => Array.from({ length: seconds }, () => count);

const log = (requests: readonly LoggedRequest[], line: (logged: LoggedRequest) => string): Buffer =>
  Buffer.from(requests.map((logged) => `${line(logged)}\n`).join(''));

const withVirtualHost =
  (line: (logged: LoggedRequest) => string) =>
  (logged: LoggedRequest): string =>
    `${logged.virtualHost} ${line(logged)}`;

const CSV_HEADER = '"remotehost","rfc931","authuser","date","request","status","bytes"';

const csvLine = ({ host, user, at, request, status, bytes }: LoggedRequest): string => {
  const quoted = [host, '-', user].map((field) => `"${field}"`).join(',');
  return `${quoted},${at},"${request.replaceAll('\\"', '""')}",${status},${bytes ?? 0}`;
};

/** The CSV's writers are not in step: neighbours a second apart stand in any order. */
const outOfStep = (requests: readonly LoggedRequest[], seed: number): LoggedRequest[] => {
  const random = createRandom(seed);
  return requests
    .map((logged) => ({ logged, at: logged.at + random() * 1.5 }))
    .sort((a, b) => a.at - b.at)
    .map(({ logged }) => logged);
};

const csv = (requests: readonly LoggedRequest[]): Buffer =>
  Buffer.concat([Buffer.from(`${CSV_HEADER}\n`), log(requests, csvLine)]);

/** Connections between hosts: two hours of them, ten in each slice of 300 s. */
const connections = (lines: number): Buffer => {
  const block = Buffer.alloc(lines * 64);
  return block.subarray(0, new ConnectionMaker({ amount: { lines }, seed: 8, start: START }).fill(block));
};

/** The bytes of each file in sample-logs/, by its name. */
export const sampleLogs = (): ReadonlyMap<string, Buffer> =>
  new Map([
    ['common.log', log(requestsFor(calm(300, 1), 1000), commonLine)],
    // The surge takes the mean over 120 s above 10/s, and the calm after it lets the alert resolve.
    ['combined.log', log(requestsFor([...calm(90, 2), ...repeat(32, 42), ...calm(170, 3)], 2000), combinedLine)],
    ['vhost-common.log', log(requestsFor(calm(270, 4), 3000), withVirtualHost(commonLine))],
    ['vhost-combined.log', log(requestsFor(calm(240, 5), 4000), withVirtualHost(combinedLine))],
    ['requests.csv', csv(outOfStep(requestsFor(calm(360, 6), 5000), 6))],
    ...namedSamples(requestsFor(calm(60, 7), 6000)),
    ['connections.log', connections(240)],
    ['nasty.log', nastyLog()],
    ...jsonLogs(requestsFor(calm(14, 7), 6000)),
  ]);
