import type { Bytes, EpochSeconds } from '../core/units.js';

/** One request as a web server logs it; text stands as it does between the quotes, already escaped. */
export interface LoggedRequest {
  /** `host:port` that was asked, for the layouts that begin with it */
  virtualHost: string;
  host: string;
  user: string;
  at: EpochSeconds;
  /** method, target and protocol, or whatever came in their place */
  request: string;
  status: number;
  /** null is logged as `-` */
  bytes: Bytes | null;
  referrer: string;
  agent: string;
}

/** `22/Nov/2018:15:52:25 +0000` */
export const formatClfTime = (at: EpochSeconds): string => {
  const [, day, month, year, clock] = new Date(at * 1000).toUTCString().split(' ');
  return `${day ?? ''}/${month ?? ''}/${year ?? ''}:${clock ?? ''} +0000`;
};

/** The line of the Common log format, without its newline. */
export const commonLine = (logged: LoggedRequest): string => {
  const { host, user, at, request, status, bytes } = logged;
  return `${host} - ${user} [${formatClfTime(at)}] "${request}" ${status} ${bytes ?? '-'}`;
};

/** The line of the Combined log format, without its newline. */
export const combinedLine = (logged: LoggedRequest): string =>
  `${commonLine(logged)} "${logged.referrer}" "${logged.agent}"`;
