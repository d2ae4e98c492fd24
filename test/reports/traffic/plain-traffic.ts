/** A line of Combined or Common in any shape, perhaps with microseconds behind it, by a regular expression and plain maps: what the report is compared with. */
const LINE = /^(\S+) \S+ .*? \[(\d+)\/(\w+)\/(\d+):(\d+):(\d+):(\d+) \+0000\] "((?:\\.|[^"\\])*)" (\d{3}|-) (\d+|-)(?: "((?:\\.|[^"\\])*)" "((?:\\.|[^"\\])*)"(?: (\d+))?)?/;
const REQUEST = /^([A-Za-z][\w-]*) (.+?)(?: HTTP\/\S+)?$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface PlainRecord {
  second: number;
  host: string;
  method: string;
  path: string;
  section: string;
  status: number;
  bytes: number;
  referrer: string;
  agent: string;
  /** in seconds; NaN where there is none */
  duration: number;
}

const sectionOf = (path: string): string => {
  const behindHost = path.replace(/^[A-Za-z]+:\/\/[^/]*/, '');
  if (!behindHost.startsWith('/') && behindHost === path) return '-';
  return behindHost.split('/').find((segment) => segment !== '') ?? '/';
};

const textOf = (text: string | undefined): string => (text === undefined || text === '' ? '-' : text.replace(/\\(["\\])/g, '$1'));

export const plainRecords = (log: Buffer): PlainRecord[] =>
  log
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const match = LINE.exec(line);
      if (match === null) throw new Error(`no line of Combined: ${line}`);
      const [, host = '', day, month = '', year, hour, minute, second, request = '', status, bytes, referrer, agent, micros] = match;
      const [, method = '-', target = request] = REQUEST.exec(request) ?? [];
      const [path = ''] = target.split('?');
      return {
        second: Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), Number(hour), Number(minute), Number(second)) / 1000,
        host,
        method,
        path: path === '' ? '-' : path,
        section: method === '-' ? '-' : sectionOf(path),
        status: status === '-' ? -1 : Number(status),
        bytes: bytes === '-' ? 0 : Number(bytes),
        referrer: textOf(referrer),
        agent: textOf(agent),
        duration: Number(micros) / 1e6,
      };
    });

export interface PlainRow {
  key: string;
  hits: number;
  errors: number;
  bytes: number;
}

export const isError = ({ status }: PlainRecord): boolean => status >= 400 && status <= 599;

/** What records add up to. */
export const sumUp = (records: readonly PlainRecord[]): Omit<PlainRow, 'key'> => ({
  hits: records.length,
  errors: records.filter(isError).length,
  bytes: records.reduce((sum, { bytes }) => sum + bytes, 0),
});

/** Largest first, ties by the key's bytes. */
export const plainOrder =
  (by: 'hits' | 'bytes') =>
  (a: PlainRow, b: PlainRow): number =>
    b[by] - a[by] || Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

export const grouped = (records: readonly PlainRecord[], keyOf: (record: PlainRecord) => string): Map<string, PlainRecord[]> => {
  const groups = new Map<string, PlainRecord[]>();
  for (const record of records) {
    const key = keyOf(record);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return groups;
};

/** Sums by key, largest first. */
export const plainRows = (records: readonly PlainRecord[], keyOf: (record: PlainRecord) => string, by: 'hits' | 'bytes' = 'hits'): PlainRow[] =>
  [...grouped(records, keyOf)].map(([key, group]) => ({ key, ...sumUp(group) })).sort(plainOrder(by));
