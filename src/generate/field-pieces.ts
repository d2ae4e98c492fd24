import type { Escape } from '../formats/layouts/layout.js';
import { escapedText } from './escaped-text.js';
import { hostAddress } from './host-piece.js';
import { chosen, fixed, orHostile, sequence, whole } from './piece.js';
import type { Piece } from './piece.js';
import { CHOICE, NUMBER } from './request-draw.js';
import { AGENTS, HOSTILE, LEVELS, MESSAGES, METHODS, PROTOCOLS, REFERRING, UPSTREAMS, USERS, VIRTUAL_HOSTS } from './site-texts.js';
import { path, queryOr, target } from './target-piece.js';

/** How a field's value stands in a line. */
export interface Place {
  escape: Escape;
  /** characters that would end the value too soon; `_` stands for them */
  ends: string;
  /** what stands where there is nothing */
  none: string;
}

/** Values of fields that only one format has, where a plain one looks odd. */
const OWN: Readonly<Record<string, string>> = {
  ident: '-',
  scheme: 'https',
  operation: 'REST.GET.OBJECT',
  flags: '-',
  termination: '----',
  frontend: 'web',
  backend: 'shop',
  elb: 'shop',
  type: 'h2',
  bucket: 'shop-images',
  result: 'TCP_MISS',
  hierarchy: 'HIER_DIRECT',
  contentType: 'text/html',
  router: 'shop@docker',
  service: 'shop@docker',
  cluster: 'shop',
  module: 'core',
  logger: 'http.log.access',
};

const written = (text: string, { escape, ends, none }: Place): string => {
  const escaped = escapedText(text === '-' ? none : text, escape);
  return ends === '' ? escaped : Array.from(escaped, (character) => (ends.includes(character) ? '_' : character)).join('');
};

const list = (texts: readonly string[], choice: number, place: Place): Piece => chosen(texts.map((text) => written(text, place)), choice);

const requestId: Piece = {
  longest: 16,
  put: (pen, draw) => {
    pen.hex(Math.imul(draw.made, 0x9e3779b1));
    pen.hex(draw.made);
  },
};

/** The text of a field by its name: of one that means nothing to us, the same in all lines. */
export const textPiece = (name: string, place: Place): Piece => {
  switch (name) {
    case 'host':
    case 'remote':
      return hostAddress;
    case 'method':
      return list(METHODS, CHOICE.method, place);
    case 'protocol':
      return list(PROTOCOLS, CHOICE.protocol, place);
    case 'path':
      return path;
    case 'query':
      return queryOr(place.none);
    case 'user':
      return list(USERS, CHOICE.user, place);
    case 'vhost':
    case 'domain_name':
    case 'requestedHost':
      return list(VIRTUAL_HOSTS, CHOICE.vhost, place);
    case 'referrer':
      return list(REFERRING, CHOICE.referrer, place);
    case 'agent':
      return orHostile(list(AGENTS, CHOICE.agent, place), HOSTILE.map(({ agent }) => (agent === undefined ? null : written(agent, place))));
    case 'upstream':
      return list(UPSTREAMS, CHOICE.upstream, place);
    case 'level':
      return list(LEVELS, CHOICE.level, place);
    case 'message':
      return list(MESSAGES, CHOICE.message, place);
    case 'requestId':
      return requestId;
    default:
      return fixed(written(Object.hasOwn(OWN, name) ? OWN[name]! : '-', place));
  }
};

/** Escapes in which any bytes can stand in a request. */
const CAN_ESCAPE: ReadonlySet<Escape> = new Set(['apache', 'nginx', 'json']);

/** `GET /path?query HTTP/1.1`, or whatever came in its place. With `origin` a URL, as proxies have it. */
export const requestPiece = (place: Place, origin: string): Piece => {
  const pieces = [textPiece('method', place), fixed(` ${origin}`), target, fixed(' '), textPiece('protocol', place)];
  const odd = (request: string | undefined): string | null => (request === undefined ? null : written(request, place));
  return CAN_ESCAPE.has(place.escape) ? orHostile(sequence(pieces), HOSTILE.map(({ request }) => odd(request))) : sequence(pieces);
};

/** The duration in parts of a second: whole ones, or with three digits behind the point where `per` is 1. */
const durationPiece = (per: number): Piece => {
  if (per !== 1) return whole((draw) => Math.round((draw.numbers[NUMBER.duration]! / 1e6) * per));
  return {
    longest: 16,
    put: (pen, draw) => {
      const milliseconds = draw.numbers[NUMBER.duration]! / 1000;
      pen.whole(Math.floor(milliseconds / 1000));
      pen.byte(46);
      pen.padded(milliseconds % 1000, 3);
    },
  };
};

const numbered = (number: number): Piece => whole((draw) => draw.numbers[number]!);

const status: Piece = chosen(Array.from({ length: 600 }, (_, code) => String(code).padStart(3, '0')), CHOICE.status);

/** The number of a field by its name, of which `per` make one of its unit; `wholeSeconds`: as `%T` writes them. */
export const numberPiece = (name: string, per: number, wholeSeconds = false): Piece => {
  switch (name) {
    case 'status':
    case 'originalStatus':
    case 'upstreamStatus':
      return status;
    case 'bytes':
    case 'bytesOut':
    case 'upstream_response_length':
    case 'object_size':
      return numbered(NUMBER.bytes);
    case 'bytesIn':
      return numbered(NUMBER.bytesIn);
    case 'duration':
    case 'upstreamDuration':
    case 'turn_around_time':
      return per === 1 && wholeSeconds ? whole((draw) => Math.floor(draw.numbers[NUMBER.duration]! / 1e6)) : durationPiece(per);
    case 'port':
      return fixed('443');
    case 'clientPort':
    case 'remotePort':
    case 'remote_port':
      return numbered(NUMBER.clientPort);
    case 'requestCount':
    case 'connection':
      return whole((draw) => draw.made);
    case 'pid':
    case 'tid':
      return fixed('31');
    default:
      return fixed('0');
  }
};
