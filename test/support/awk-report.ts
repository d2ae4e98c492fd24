import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a panel says of a key. */
export interface AwkRow {
  key: string;
  hits: number;
  errors: number;
  bytes: number;
}

/** What plain awk makes of a log. */
export interface AwkReport {
  /** rows by panel, as a report has them: most hits first, ties by the key's bytes */
  panels: ReadonlyMap<string, readonly AwkRow[]>;
  /** numbers by the name of what they tell */
  facts: ReadonlyMap<string, readonly number[]>;
}

export const hasAwk = spawnSync('awk', ['BEGIN { exit 0 }']).status === 0;

/** Runs a script of awk that stands in test/e2e; gives the lines that it prints, cut at tabs. */
export const runAwk = (script: string, variables: Readonly<Record<string, string | number>>, ...logs: string[]): string[][] => {
  const path = fileURLToPath(new URL(`../e2e/${script}`, import.meta.url));
  const assignments = Object.entries(variables).flatMap(([name, value]) => ['-v', `${name}=${value}`]);
  const { stdout, stderr, status } = spawnSync('awk', [...assignments, '-f', path, ...logs], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`awk: ${stderr}`);
  return stdout.trimEnd().split('\n').map((line) => line.split('\t'));
};

/** Largest first, ties by the key's bytes. */
export const byHits = (a: AwkRow, b: AwkRow): number => b.hits - a.hits || Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

export const byBytes = (a: AwkRow, b: AwkRow): number => b.bytes - a.bytes || Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

/** What a log of Combined adds up to by awk; the timeline has intervals of `STEP` seconds. */
export const awkTraffic = (log: string, variables: { STEP: number; FROM?: number; TO?: number; LEAST?: number }): AwkReport => {
  const panels = new Map<string, AwkRow[]>();
  const facts = new Map<string, number[]>();
  for (const [name = '', ...cells] of runAwk('traffic.awk', variables, log)) {
    if (cells.length < 4) facts.set(name, cells.map(Number));
    else {
      const [key = '', hits, errors, bytes] = cells;
      const row = { key, hits: Number(hits), errors: Number(errors), bytes: Number(bytes) };
      const rows = panels.get(name);
      if (rows === undefined) panels.set(name, [row]);
      else rows.push(row);
    }
  }
  for (const rows of panels.values()) rows.sort(byHits);
  return { panels, facts };
};
