/* The usual Node tool: readline and one regular expression, with the same aggregates as aggregates.awk. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const COMBINED = /^(\S+) \S+ \S+ \[([^\]]+)\] "(\S+) (\S+)(?: [^"]*)?" (\d{3}) (\d+|-) "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"$/;
const SECTION = /^\/([^/?]*)/;

const path = process.argv[2] ?? '';
const statuses = new Map<string, number>();
const sectionHits = new Map<string, number>();
const sectionBytes = new Map<string, number>();
const secondHits = new Map<string, number>();
const secondErrors = new Map<string, number>();
const urls = new Map<string, number>();
const hosts = new Map<string, number>();
let lines = 0;
let totalBytes = 0;

const add = (counts: Map<string, number>, key: string, amount: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + amount);
};

for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
  lines += 1;
  const match = COMBINED.exec(line);
  if (match === null) continue;
  const [, host = '', time = '', , url = '', status = '', size = ''] = match;
  const bytes = size === '-' ? 0 : Number(size);
  const section = SECTION.exec(url)?.[1] ?? '-';
  totalBytes += bytes;
  add(statuses, status, 1);
  add(sectionHits, section, 1);
  add(sectionBytes, section, bytes);
  add(secondHits, time, 1);
  if (Number(status) >= 500) add(secondErrors, time, 1);
  add(urls, url, 1);
  add(hosts, host, 1);
}

const serverErrors = [...statuses].reduce((sum, [status, hits]) => sum + (Number(status) >= 500 ? hits : 0), 0);
console.log(`lines ${lines}
bytes ${totalBytes}
serverErrors ${serverErrors}
sections ${sectionHits.size}
seconds ${secondHits.size}
urls ${urls.size}
hosts ${hosts.size}`);
