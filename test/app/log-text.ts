import { clfTime } from '../formats/clf-time.js';

export interface LoggedLine {
  host?: string;
  request?: string;
  status?: number | '-';
  bytes?: number | '-';
}

/** A Common line of a second. */
export const logLine = (second: number, line: LoggedLine = {}): string => {
  const { host = '192.0.2.1', request = 'GET /food/pizza HTTP/1.1', status = 200, bytes = 12 } = line;
  return `${host} - - [${clfTime(second)}] "${request}" ${status} ${bytes}`;
};
