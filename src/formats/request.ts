/** Where the parts of a request line are: `GET /a/b?c HTTP/1.1`. Offsets into the bytes that were given. */
export interface RequestParts {
  methodFrom: number;
  methodTo: number;
  /** the target without its query; for what is no HTTP request all of it */
  pathFrom: number;
  pathTo: number;
  /** false for what is no HTTP request (TLS bytes, an empty string): it has no section */
  http: boolean;
}

const SPACE = 32;
const SLASH = 47;
const QUESTION = 63;

const isLetter = (byte: number): boolean => (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);

/** Whether bytes [from, to) are `HTTP/` and something. */
const isProtocol = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from > 5 &&
  bytes[from] === 72 &&
  bytes[from + 1] === 84 &&
  bytes[from + 2] === 84 &&
  bytes[from + 3] === 80 &&
  bytes[from + 4] === SLASH;

/**
 * Takes a request line of any shape apart: with or without a protocol (HTTP/0.9), with spaces in its target. What does not
 * begin with a method of letters and a space is no HTTP request.
 */
export const splitRequest = (bytes: Uint8Array, from: number, to: number, parts: RequestParts): void => {
  let at = from;
  while (at < to && (isLetter(bytes[at]!) || bytes[at] === 45 || bytes[at] === 95)) at += 1;
  parts.methodFrom = from;
  parts.methodTo = at;
  if (at === from || at >= to - 1 || bytes[at] !== SPACE) {
    parts.methodTo = from;
    parts.pathFrom = from;
    parts.pathTo = to;
    parts.http = false;
    return;
  }
  const target = at + 1;
  let end = to;
  let last = to - 1;
  while (last > target && bytes[last] !== SPACE) last -= 1;
  if (last > target && isProtocol(bytes, last + 1, to)) end = last;
  let query = target;
  while (query < end && bytes[query] !== QUESTION) query += 1;
  parts.pathFrom = target;
  parts.pathTo = query;
  parts.http = true;
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
    while (at < to && isLetter(bytes[at]!)) at += 1;
    if (at === from || at + 3 > to || bytes[at] !== 58 || bytes[at + 1] !== SLASH || bytes[at + 2] !== SLASH) {
      place.kind = 'none';
      return;
    }
    at += 3;
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
