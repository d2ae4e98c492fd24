import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasAwk, runAwk } from '../support/awk-report.js';
import { MAIN, runProgram } from '../support/program.js';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-connections-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const file = (name: string, content: string): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

interface Connections {
  window: { from: string; to: string };
  connectedTo: Record<string, string[]>;
  receivedFrom: Record<string, string[]>;
  mostReceived: { host: string; count: number } | null;
  mostGenerated: { host: string; count: number } | null;
  counts: { to: Record<string, number>; from: Record<string, number> };
  timeline?: { from: string; connections: number }[];
  lines: { accepted: number; rejected: number };
  error: number;
}

const connectionsOf = async (args: readonly string[], stdin = ''): Promise<Connections> => {
  const { stdout, stderr, exit } = await runProgram(['report', 'connections', '--output', 'json', ...args], { stdin });
  expect([stderr, exit]).toEqual(['', 0]);
  return JSON.parse(stdout) as Connections;
};

/** What a report says, in the lines that the script prints, sorted. */
const linesOf = ({ window, connectedTo, receivedFrom, mostReceived, mostGenerated, counts, timeline = [], lines }: Connections): string[] => {
  const pairs = (name: string, lists: Record<string, string[]>): string[] => Object.entries(lists).flatMap(([host, hosts]) => hosts.map((other) => `${name}\t${host}\t${other}`));
  const most = (name: string, host: { host: string; count: number } | null): string[] => (host === null ? [] : [`${name}\t${host.host}\t${host.count}`]);
  return [
    ...pairs('connectedTo', connectedTo),
    ...pairs('receivedFrom', receivedFrom),
    ...most('mostReceived', mostReceived),
    ...most('mostGenerated', mostGenerated),
    ...Object.entries(counts.to).map(([host, count]) => `to\t${host}\t${count}`),
    ...Object.entries(counts.from).map(([host, count]) => `from\t${host}\t${count}`),
    ...timeline.map(({ from, connections }) => `timeline\t${Date.parse(from)}\t${connections}`),
    `window\t${Date.parse(window.from)}\t${Date.parse(window.to)}`,
    `accepted\t${lines.accepted}`,
  ].sort();
};

/** 2026-01-01T00:00:00Z, when generated logs begin. */
const START = 1_767_225_600;

const X = 'davos,alta,nobody';
const Y = 'Delta,Uniform,Nowhere';
const HOSTS = [...X.split(',').flatMap((host) => ['--from-host', host]), ...Y.split(',').flatMap((host) => ['--to-host', host])];

/** What the script prints, sorted. */
const awkLines = (variables: Readonly<Record<string, string | number>>, log: string): string[] => runAwk('connections.awk', variables, log, log).map((cells) => cells.join('\t')).sort();

interface Bounds {
  FROM?: number;
  TO?: number;
  SECONDS?: number;
  STEP?: number;
}

/** Connections with a time, in whichever unit, out of order. */
const timed = (timeOf: (ms: number) => string): string =>
  Array.from({ length: 3000 }, (_, n) => `${timeOf((START + 3000) * 1000 + ((n * 7919) % 4_000_001))} c${(n * n) % 13} ${n % 2 === 0 ? 'Delta' : `S${n % 5}`}\n`).join('');

describe.skipIf(!hasAwk)('awk says of connections the same as a report', () => {
  let log = '';
  beforeAll(() => {
    log = join(directory, 'made.log');
    execFileSync(process.execPath, [MAIN, 'generate', '--connections', '-n', '30k', '-o', log]);
  });

  it.each<[string, string[], Bounds]>([
    ['the last hour up to the newest', [], { SECONDS: 3600 }],
    ['the last hour, by intervals that do not begin with it', ['--grouping-seconds', '700'], { SECONDS: 3600, STEP: 700 }],
    ['the last seconds', ['--seconds', '77'], { SECONDS: 77 }],
    ['the seconds up to an end', ['--seconds', '300', '--to', '2026-01-01T01:00:00Z'], { SECONDS: 300, TO: (START + 3600) * 1000 }],
    ['the last hour before a time', ['--now', String(START + 5000)], { SECONDS: 3600, TO: (START + 5000) * 1000 }],
    ['all from a time on', ['--from', String(START + 7000)], { FROM: (START + 7000) * 1000 }],
    ['a time between', ['--from', '00:10:00', '--to', '00:20:00'], { FROM: (START + 600) * 1000, TO: (START + 1200) * 1000 }],
    ['one second', ['--from', String(START + 1000), '--to', String(START + 1000)], { FROM: (START + 1000) * 1000, TO: (START + 1000) * 1000 }],
  ])('of %s', async (_name, args, bounds) => {
    const report = await connectionsOf([...args, ...HOSTS, log]);
    expect([report.lines.rejected, report.error]).toEqual([0, 0]);
    expect(linesOf(report)).toEqual(awkLines({ X, Y, ...bounds }, log));
  });

  it.each<[string, (ms: number) => string]>([
    ['milliseconds', (ms) => String(ms)],
    ['seconds with a fraction, and in milliseconds', (ms) => (ms % 2 === 0 ? String(ms) : (ms / 1000).toFixed(3))],
  ])('with times in %s, to the millisecond', async (_name, timeOf) => {
    const path = file('timed.log', timed(timeOf));
    const times = readFileSync(path, 'utf8').matchAll(/^\S+/gm);
    const sorted = [...times].map(([time]) => Number(time)).map((time) => Math.round(time < 1e11 ? time * 1000 : time)).sort((a, b) => a - b);
    const [FROM, TO] = [sorted[500]!, sorted[2500]!];
    const hosts = ['--from-host', 'c3', '--to-host', 'Delta', '--to-host', 'S1'];
    for (const [from, to] of [[FROM, TO], [FROM + 1, TO - 1]] as const) {
      const report = await connectionsOf(['--from', String(from), '--to', String(to), ...hosts, path]);
      expect(linesOf(report)).toEqual(awkLines({ X: 'c3', Y: 'Delta,S1', FROM: from, TO: to }, path));
    }
  });

  it('of equals names the first by name, whatever the order of lines', async () => {
    const lines = ['b Z', 'a Y', 'B y', 'é Z', 'b y', 'a Z', 'B Y'].map((hosts) => `${START} ${hosts}\n`);
    for (const log of [file('tie.log', lines.join('')), file('tie.log', lines.toReversed().join(''))]) {
      const report = await connectionsOf([log]);
      expect(report).toMatchObject({ mostReceived: { host: 'Z', count: 3 }, mostGenerated: { host: 'B', count: 2 } });
      expect(linesOf(report)).toEqual(awkLines({ SECONDS: 3600 }, log));
    }
  });
});
