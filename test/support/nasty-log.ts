/** Fields of a Combined line that differ from an ordinary one; text is latin1, one character a byte. */
interface NastyLine {
  host?: string;
  /** what stands between the brackets; the summer time of central Europe ends between 02:59:59 +0200 and 02:00:00 +0100 */
  time?: string;
  request?: string;
  status?: string;
  bytes?: string;
  agent?: string;
}

const SUMMER = '28/Oct/2018:02:59';
const WINTER = '28/Oct/2018:02:00';
const summer = (second: number): string => `${SUMMER}:${String(second).padStart(2, '0')} +0200`;
const winter = (second: number): string => `${WINTER}:${String(second).padStart(2, '0')} +0100`;

const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

const line = (nasty: NastyLine): string => {
  const { host = '192.0.2.7', time = summer(30), request = 'GET /food/pizza HTTP/1.1' } = nasty;
  const { status = '200', bytes = '512', agent = 'curl/8.9.1' } = nasty;
  return `${host} - - [${time}] "${request}" ${status} ${bytes} "-" "${agent}"`;
};

/** Lines that are records, whatever they ask for. */
const ODD_RECORDS: readonly NastyLine[] = [
  { request: 'GET /health HTTP/1.1', status: '-', bytes: '-' },
  { request: '\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xFC\\x03\\x03', status: '400', bytes: '157' },
  { request: '\x16\x03\x01\x02\x01', status: '400', bytes: '157' },
  { request: '', status: '400', bytes: '0' },
  { request: '-', status: '408', bytes: '-' },
  { request: 'GET /old/page', bytes: '1270' },
  { request: 'OPTIONS * HTTP/1.0', bytes: '-' },
  { request: 'CONNECT mail.example:25 HTTP/1.1', status: '405' },
  { request: 'GET http://h/y/z HTTP/1.1' },
  { request: 'GET http://h HTTP/1.1' },
  { request: 'GET //double//slash HTTP/1.1' },
  { request: 'GET / HTTP/1.1' },
  { request: 'GET /?q=1 HTTP/1.1' },
  { request: 'GET /search/tea pot with spaces HTTP/1.1', status: '400' },
  { request: 'GET /a\\"quoted\\"/path HTTP/1.1', status: '404' },
  { agent: 'Kitchen/3.2 \\"Teapot\\" (Android 14)' },
  { agent: 'ends in a backslash \\\\' },
  { host: '2001:db8::7' },
  { host: '2001:db8:85a3:8d3:1319:8a2e:370:7348' },
  { host: '::ffff:192.0.2.128' },
  { host: 'crawler-66-249.example' },
  { request: 'GET /download/image.iso HTTP/1.1', bytes: '5000000000' },
  { request: 'GET /download/everything HTTP/1.1', bytes: '9007199254740991' },
  { request: 'GET /caf\xe9 HTTP/1.1', status: '404' },
  { request: 'GET /\xff\xfe\xc0\xaf HTTP/1.1', status: '404' },
  { request: utf8('GET /smörgåsbord/räksmörgås HTTP/1.1') },
  { request: utf8('GET /\u202egpj.exe HTTP/1.1'), status: '404' },
  { agent: '\x1b]0;owned\x07\x1b[2J\x1b[31mred' },
  { agent: '\x9b31mC1 red' },
  { request: 'GET /{red-fg}{bold}tags{/bold} HTTP/1.1', status: '404' },
  { request: `GET /long/${'a'.repeat(4096)} HTTP/1.1`, status: '414' },
  { status: '100', bytes: '0' },
  { status: '999' },
  { request: 'BREW /pot-1 HTCPCP/1.0', status: '418' },
  { request: 'GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1', status: '403' },
  // the same instant, as written in three places of the world
  { time: '28/Oct/2018:00:59:43 +0000', request: 'GET /offset/zero HTTP/1.1' },
  { time: '28/Oct/2018:06:29:43 +0530', request: 'GET /offset/east HTTP/1.1' },
  { time: '27/Oct/2018:21:29:43 -0330', request: 'GET /offset/west HTTP/1.1' },
  { time: summer(42), request: 'GET /late/by-two-seconds HTTP/1.1' },
  { time: '29/Oct/2018:02:00:00 +0100', request: 'GET /future/by-a-day HTTP/1.1' },
  { time: summer(59), request: 'GET /last/of-summer HTTP/1.1' },
  { time: winter(0), request: 'GET /first/of-winter HTTP/1.1' },
];

const LAST_OF_SUMMER = ODD_RECORDS.findIndex(({ time }) => time === summer(59));

/** Lines that are none. */
const REJECTED: readonly string[] = [
  '',
  '   ',
  '2018/10/28 02:59:31 [notice] 3184#3184: signal process started',
  line({ time: '31/Feb/2018:02:59:31 +0100' }),
  line({ time: 'yesterday' }),
  line({ status: 'OK' }),
  line({ bytes: '12k' }),
  '192.0.2.7 - - [28/Oct/2018:02:59',
];

/**
 * A Combined log of which each second line is odd, and those in between are ordinary (`/neighbour/n`), so that a reader
 * which loses a neighbour is found out. One line ends in CR LF, one is in the Common format, and the last one is torn.
 */
export const nastyLog = (): Buffer => {
  const odd = ODD_RECORDS.map((nasty, index) => line({ time: summer(31 + Math.floor(index / 3)), ...nasty }));
  const others = [
    ...REJECTED,
    `192.0.2.7 - - [${winter(1)}] "GET /common/line HTTP/1.1" 200 512`,
    `${line({ time: winter(1), request: 'GET /carriage/return HTTP/1.1' })}\r`,
  ];
  const timeAt = (index: number): string => {
    if (index >= odd.length) return winter(1);
    return summer(index > LAST_OF_SUMMER ? 59 : 31 + Math.floor(index / 3));
  };
  const lines = [...odd, ...others].flatMap((text, index) => [
    line({ time: timeAt(index), request: `GET /neighbour/${index} HTTP/1.1` }),
    text,
  ]);
  const torn = line({ time: winter(2), request: 'GET /torn/line HTTP/1.1' }).slice(0, 45);
  return Buffer.from(`${lines.join('\n')}\n${torn}`, 'latin1');
};
