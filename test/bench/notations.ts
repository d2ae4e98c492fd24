/** The parts of a Combined line of the bench. */
interface Parts {
  /** the line as it stands */
  line: string;
  host: string;
  /** seconds since 1970 */
  second: number;
  method: string;
  target: string;
  protocol: string;
  status: string;
  bytes: string;
  referrer: string;
  agent: string;
  /** microseconds; Combined has none */
  duration: number;
}

/** How the lines of the bench are written in another format. */
export interface Notation {
  name: string;
  /** how files of it end */
  extension: string;
  /** lines before the first one */
  head: string;
  write: (parts: Parts) => string;
}

const COMBINED = /^(\S+) - \S+ \[(\d\d)\/(\w\w\w)\/(\d{4}):(\d\d):(\d\d):(\d\d) \+0000\] "(\S+) (\S+) ([^"]+)" (\d+) (\d+) "([^"]*)" "(.*)"$/;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const partsOf = (line: string, n: number): Parts => {
  const match = COMBINED.exec(line);
  if (match === null) throw new Error(`no line of the bench: ${line}`);
  const [, host = '', day, month = '', year, hour, minute, second, method = '', target = '', protocol = '', status = '', bytes = '', referrer = '', agent = ''] = match;
  const at = Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), Number(hour), Number(minute), Number(second)) / 1000;
  return { line, host, second: at, method, target, protocol, status, bytes, referrer, agent, duration: 180 + ((n * 7919) % 90_000) };
};

const seconds = (microseconds: number): string => (microseconds / 1e6).toFixed(3);

/** A logger's lines, of about 250 bytes. */
export const JSON_LINES: Notation = {
  name: 'json',
  extension: 'json',
  head: '',
  write: ({ host, second, method, target, status, bytes, agent, duration }) =>
    `{"level":"info","ts":${second}.25,"client_ip":"${host}","method":"${method}","path":"${target}","status":${status},"size":${bytes},"latency_ms":${(duration / 1e3).toFixed(1)},"agent":"${agent.slice(0, 90)}"}`,
};

export const CADDY_LINES: Notation = {
  name: 'caddy',
  extension: 'json',
  head: '',
  write: ({ host, second, method, target, protocol, status, bytes, referrer, agent, duration }) =>
    `{"level":"info","ts":${second}.2500524,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"${host}","remote_port":"41234","client_ip":"${host}","proto":"${protocol}","method":"${method}","host":"shop.example","uri":"${target}","headers":{"Accept-Encoding":["gzip, br"],"User-Agent":["${agent}"],"Referer":["${referrer}"]},"tls":{"resumed":false,"version":772,"cipher_suite":4865,"proto":"h2","server_name":"shop.example"}},"bytes_read":0,"user_id":"","duration":${(duration / 1e6).toFixed(6)},"size":${bytes},"status":${status},"resp_headers":{"Server":["Caddy"],"Content-Type":["text/html; charset=utf-8"]}}`,
};

/** Combined, and how long the request took. */
export const TIMED_LINES: Notation = {
  name: 'timed',
  extension: 'log',
  head: '',
  write: ({ line, duration }) => `${line} ${seconds(duration)}`,
};

export const W3C_LINES: Notation = {
  name: 'w3c',
  extension: 'log',
  head: '#Version: 1.0\n#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query cs-version sc-status sc-bytes time-taken cs(User-Agent) cs(Referer)\n',
  write: ({ host, second, method, target, protocol, status, bytes, referrer, agent, duration }) => {
    const [stem = '', query = '-'] = target.split('?');
    const [date = '', time = ''] = new Date(second * 1000).toISOString().slice(0, 19).split('T');
    return `${date} ${time} ${host} ${method} ${stem} ${query} ${protocol} ${status} ${bytes} ${Math.round(duration / 1e3)} ${agent.replaceAll(' ', '+')} ${referrer}`;
  },
};

/** Lines in a notation out of whole Combined lines, of which `before` came earlier. */
export const rewritten = (text: string, notation: Notation, before: number): string =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => `${notation.write(partsOf(line, before + index))}\n`)
    .join('');
