import { SLOT } from './field.js';

const SPACE = 32;
const DASH = 45;
const SLASH = 47;
const COLON = 58;
const QUESTION = 63;

/** Where the parts' spans stand in a record (see LineRecord.spans). */
const METHOD = SLOT.method * 2;
const PATH = SLOT.path * 2;
const QUERY = SLOT.query * 2;
const PROTOCOL = SLOT.protocol * 2;
const SCHEME = SLOT.scheme * 2;
const VHOST = SLOT.vhost * 2;

const isLetter = (byte: number): boolean => (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);

/** Whether bytes [from, to) are `HTTP/` and something. */
const isProtocol = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from > 5 &&
  bytes[from] === 72 &&
  bytes[from + 1] === 84 &&
  bytes[from + 2] === 84 &&
  bytes[from + 3] === 80 &&
  bytes[from + 4] === SLASH;

const put = (spans: Int32Array, at: number, from: number, to: number): void => {
  spans[at] = from;
  spans[at + 1] = to;
};

/** Takes `/path?query` apart. */
export const splitTarget = (bytes: Uint8Array, from: number, to: number, spans: Int32Array): void => {
  let query = from;
  while (query < to && bytes[query] !== QUESTION) query += 1;
  put(spans, PATH, from, query);
  if (query < to) put(spans, QUERY, query + 1, to);
  else put(spans, QUERY, -1, -1);
};

/** Whether bytes [from, to) are a dash, or several with blanks between them: how servers write that there was no request. */
const isNothing = (bytes: Uint8Array, from: number, to: number): boolean => {
  if (from === to || bytes[from] !== DASH) return false;
  for (let at = from; at < to; at += 1) if (bytes[at] !== (((at - from) & 1) === 0 ? DASH : SPACE)) return false;
  return true;
};

/**
 * Takes a request line of any shape apart: with or without a protocol (HTTP/0.9), with spaces in its target. What does not
 * begin with a method of letters and a space is no HTTP request: all of it is path. Writes the spans of method, path, query
 * and protocol; returns whether it is an HTTP request.
 */
export const splitRequest = (bytes: Uint8Array, from: number, to: number, spans: Int32Array): boolean => {
  let at = from;
  while (at < to && (isLetter(bytes[at]!) || bytes[at] === 45 || bytes[at] === 95)) at += 1;
  put(spans, PROTOCOL, -1, -1);
  if (at === from || !isLetter(bytes[from]!) || at >= to - 1 || bytes[at] !== SPACE) {
    put(spans, METHOD, -1, -1);
    put(spans, QUERY, -1, -1);
    if (isNothing(bytes, from, to)) put(spans, PATH, -1, -1);
    else put(spans, PATH, from, to);
    return false;
  }
  put(spans, METHOD, from, at);
  const target = at + 1;
  let end = to;
  let last = to - 1;
  while (last > target && bytes[last] !== SPACE) last -= 1;
  if (last > target && isProtocol(bytes, last + 1, to)) {
    end = last;
    put(spans, PROTOCOL, last + 1, to);
  }
  splitTarget(bytes, target, end, spans);
  return true;
};

/** Where the host and port of `scheme://host:port/path` begin; -1 when it is no such URL. */
const authorityOf = (bytes: Uint8Array, from: number, to: number): number => {
  let at = from;
  while (at < to && isLetter(bytes[at]!)) at += 1;
  const isUrl = at > from && at + 3 <= to && bytes[at] === COLON && bytes[at + 1] === SLASH && bytes[at + 2] === SLASH;
  return isUrl ? at + 3 : -1;
};

/** Where a port's colon stands in `host:port`, of which an IPv6 host has others; -1 when there is no port. */
export const portColon = (bytes: Uint8Array, from: number, to: number): number => {
  let colon = to - 1;
  while (colon > from && bytes[colon]! >= 48 && bytes[colon]! <= 57) colon -= 1;
  return colon <= from || colon === to - 1 || bytes[colon] !== COLON ? -1 : colon;
};

/**
 * Whether what ends at a port's colon is no whole address, so that all of [from, to) is an IPv6 address without a port: `::1`,
 * `2001:db8:1:2:3:4:5:6`. Where it could be both, as `2001:db8::1:80`, it has a port.
 */
export const isBareAddress = (bytes: Uint8Array, from: number, to: number, colon: number): boolean => {
  if (colon < 0 || bytes[to - 1] === 93 || bytes[colon - 1] === 93) return false;
  let colons = 0;
  let isShortened = false;
  for (let at = from; at < colon; at += 1) {
    if (bytes[at] !== COLON) continue;
    colons += 1;
    if (at > from && bytes[at - 1] === COLON) isShortened = true;
  }
  return colons > 0 && (isShortened ? bytes[colon - 1] === COLON && bytes[colon - 2] !== COLON : colons < 7);
};

/**
 * Takes the absolute URL in bytes [from, to) apart: spans of scheme, vhost, path and query. Returns where its path begins: the
 * port, if there is one, stands between the vhost's colon and that. -1 when it is no URL: nothing is written then.
 */
export const splitUrl = (bytes: Uint8Array, from: number, to: number, spans: Int32Array): number => {
  const authority = authorityOf(bytes, from, to);
  if (authority < 0) return -1;
  let path = authority;
  while (path < to && bytes[path] !== SLASH && bytes[path] !== QUESTION) path += 1;
  const colon = portColon(bytes, authority, path);
  put(spans, SCHEME, from, authority - 3);
  put(spans, VHOST, authority, colon < 0 ? path : colon);
  splitTarget(bytes, path, to, spans);
  // A URL without a path asks for the root: the scheme has a slash to show for it.
  if (path === to || bytes[path] === QUESTION) put(spans, PATH, authority - 1, authority);
  return path;
};

/** A section found in a path: bytes [from, to) of it, or one of two fixed ones. */
export interface SectionPlace {
  kind: 'segment' | 'root' | 'none';
  from: number;
  to: number;
}

/**
 * The section of a request's target (without its query): the first segment that is not empty, `/` for the root, and none
 * for what has no path (`*`, the `host:port` of CONNECT). An absolute URI (`http://h/y/z`) loses its scheme and host.
 */
export const sectionOf = (bytes: Uint8Array, from: number, to: number, place: SectionPlace): void => {
  let at = from;
  if (bytes[at] !== SLASH || at >= to) {
    at = authorityOf(bytes, from, to);
    if (at < 0) {
      place.kind = 'none';
      return;
    }
    while (at < to && bytes[at] !== SLASH) at += 1;
  }
  while (at < to && bytes[at] === SLASH) at += 1;
  if (at === to) {
    place.kind = 'root';
    return;
  }
  place.kind = 'segment';
  place.from = at;
  while (at < to && bytes[at] !== SLASH) at += 1;
  place.to = at;
};
