import { SLOT } from '../field.js';
import type { LineRecord } from '../line-record.js';
import { splitUrl } from '../request.js';

const COLON = 58;
const PATH = SLOT.path * 2;
const QUERY = SLOT.query * 2;
const VHOST = SLOT.vhost * 2;

/** The port in bytes (colon, to) as a field; none when there is no colon (-1). */
export const putPort = ({ line, spans, numbers }: LineRecord, slot: number, colon: number, to: number): void => {
  const from = colon < 0 ? -1 : colon + 1;
  let port = colon < 0 ? Number.NaN : 0;
  for (let at = from; at >= 0 && at < to; at += 1) port = port * 10 + (line.bytes[at]! - 48);
  spans[slot * 2] = from;
  spans[slot * 2 + 1] = colon < 0 ? -1 : to;
  numbers[slot] = port;
};

/** Scheme, vhost, port, path and query of the URL in bytes [from, to); only path and query stay as they are when it is none. */
export const splitAuthority = (record: LineRecord, from: number, to: number, portSlot: number): void => {
  record.clear(SLOT.scheme);
  record.clear(SLOT.vhost);
  const { line, spans } = record;
  const path = splitUrl(line.bytes, from, to, spans);
  const vhostTo = spans[VHOST + 1]!;
  putPort(record, portSlot, path > vhostTo && line.bytes[vhostTo] === COLON ? vhostTo : -1, path);
};

/** Takes scheme, vhost and port off the path of a request, if that is an absolute URL. */
export const splitAbsolute = (record: LineRecord, portSlot: number): void => {
  const { spans } = record;
  const queryTo = spans[QUERY + 1]!;
  splitAuthority(record, spans[PATH]!, queryTo < 0 ? spans[PATH + 1]! : queryTo, portSlot);
};
