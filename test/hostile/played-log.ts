import { createEngine } from '../../src/app/engine.js';
import type { Engine } from '../../src/app/engine.js';
import { replay } from '../../src/app/replay.js';
import type { MonitorEvent } from '../../src/core/report.js';
import { MAX_LINE_BYTES } from '../../src/core/line-counts.js';
import { nameOf } from './attacks.js';
import { clfTime } from '../formats/clf-time.js';
import { laneOf } from '../app/lane.js';

export const AT = 1_542_900_000;

/** Where text of strangers may stand in a Combined line. */
export const PLACES = ['host', 'user', 'path', 'deep', 'query', 'method', 'protocol', 'request', 'status', 'bytes', 'referrer', 'agent', 'line'] as const;
export type Place = (typeof PLACES)[number];

/** A Combined line with some bytes at a place. */
export const lineWith = (place: Place, attack: Buffer): Buffer => {
  if (place === 'line') return attack;
  const parts: Record<Exclude<Place, 'line'>, string> = {
    host: '192.0.2.1',
    user: '-',
    method: 'GET',
    path: 'food',
    deep: 'pizza',
    query: 'x=1',
    protocol: 'HTTP/1.1',
    request: '',
    status: '404',
    bytes: '512',
    referrer: '-',
    agent: 'curl/8.9.1',
  };
  parts[place] = attack.toString('latin1');
  const { host, user, method, path, deep, query, protocol, status, bytes, referrer, agent } = parts;
  const request = place === 'request' ? parts.request : `${method} /${path}/${deep}?${query} ${protocol}`;
  return Buffer.from(`${host} - ${user} [${clfTime(AT)}] "${request}" ${status} ${bytes} "${referrer}" "${agent}"`, 'latin1');
};

export interface PlayedLog {
  engine: Engine;
  events: readonly MonitorEvent[];
}

/** A log that was read to its end, between two lines of no harm. */
export const playLog = async (path: string, lines: readonly Buffer[]): Promise<PlayedLog> => {
  const events: MonitorEvent[] = [];
  const engine = createEngine({
    alertThreshold: 10,
    alertWindow: 120,
    reportInterval: 10,
    maxLine: MAX_LINE_BYTES,
    formatOf: () => null,
    filter: null,
    seed: 1,
    hasDashboard: true,
    byLogTime: true,
    now: () => AT + 1,
    defer: () => undefined,
    emit: (event) => events.push(event),
  });
  const intake = engine.open(path);
  const calm = lineWith('agent', Buffer.from('curl'));
  const chunk = Buffer.concat([calm, ...lines, calm].map((line) => Buffer.concat([line, Buffer.from('\n')])));
  intake.event('opened', null);
  intake.opened(chunk);
  let isRead = false;
  const source = {
    path,
    isLive: false,
    read: () => {
      if (!isRead) intake.lines(chunk, 0, chunk.length, false);
      isRead = true;
      return false;
    },
    close: () => undefined,
  };
  await replay({ monitor: engine.monitor, lanes: [laneOf({ source, intake })], pace: null, stopped: () => false, breathe: () => Promise.resolve() });
  engine.monitor.finish();
  return { engine, events };
};

/** A log with an attack at every place of a line, and in the names of its file and folder. */
export const attackedLog = (attack: Buffer): Promise<PlayedLog> =>
  playLog(`/var/log/${nameOf(attack)}/${nameOf(attack)}`, PLACES.map((place) => lineWith(place, attack)));
