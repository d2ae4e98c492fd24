import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/program.js';

/** What awk makes of a Combined log: `panel key hits errors bytes`, between tabs, for each key of each panel, of the seconds of a day from `from` to `to`. */
const TRAFFIC = String.raw`
  BEGIN { FS = "\""; OFS = "\t" }
  {
    split($1, head, " "); split($2, request, " "); split($3, answer, " ")
    clock = substr(head[4], 14)
    if (clock < from || clock > to || answer[1] < least) next
    path = request[2]; sub(/\?.*/, "", path)
    section = path; sub(/^\/+/, "", section); sub(/\/.*/, "", section); if (section == "") section = "/"
    count("sections", section); count("paths", path); count("status", answer[1]); count("classes", substr(answer[1], 1, 1) "xx")
    count("methods", request[1]); count("hosts", head[1]); count("referrers", $4); count("timeline", substr(clock, 1, 5)); count("totals", "")
    if (answer[1] == 404) count("notFound", path)
  }
  function count(panel, key) {
    key = panel OFS key
    hits[key]++; errors[key] += answer[1] >= 400; bytes[key] += answer[2]
  }
  END { for (key in hits) printf "%s\t%d\t%d\t%.0f\n", key, hits[key], errors[key], bytes[key] }
`;

/** The same of connections: each host with its count, and the hosts that connected to `Y` or were connected to by `X`. */
const CONNECTIONS = String.raw`
  $1 < from || $1 > to { next }
  { all++; received[$3]++; made[$2]++ }
  $3 == Y && !seenY[$2]++ { print "to", $2 }
  $2 == X && !seenX[$3]++ { print "from", $3 }
  function best(counts, what, host, most) {
    for (host in counts) if (most == "" || counts[host] > counts[most] || (counts[host] == counts[most] && host < most)) most = host
    print what, most, counts[most]
  }
  END { print "all", all; print "Y", received[Y]; print "X", made[X]; best(received, "received"); best(made, "made") }
`;

const awk = (program: string, variables: Record<string, string>, path: string): string[] => {
  const assigned = Object.entries(variables).flatMap(([name, value]) => ['-v', `${name}=${value}`]);
  const { stdout, stderr, status } = spawnSync('awk', [...assigned, program, path], { encoding: 'utf8', env: { LC_ALL: 'C', PATH: process.env['PATH'] ?? '' } });
  expect([stderr, status]).toEqual(['', 0]);
  return stdout.trimEnd().split('\n').sort();
};

interface Row {
  key: string;
  from: string;
  hits: number;
  errors: number;
  bytes: number;
}

interface Traffic {
  totals: { hits: number; errors: number; bytes: number; uniqueHosts: number; uniqueHostsError: number };
  timeline: Row[];
  panels: Record<string, Row[]>;
  lines: { read: number; accepted: number; filtered: number };
}

interface Connections {
  connectedTo: Record<string, string[]>;
  receivedFrom: Record<string, string[]>;
  mostReceived: { host: string; count: number };
  mostGenerated: { host: string; count: number };
  counts: { to: Record<string, number>; from: Record<string, number> };
  lines: { accepted: number };
}

const hasAwk = spawnSync('awk', ['BEGIN { exit 0 }']).status === 0;

describe.skipIf(!hasAwk)('awk says the same as report', () => {
  let directory = '';
  const path = (name: string): string => join(directory, name);
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'alm-oracle-'));
    await runProgram(['generate', '-n', '30k', '--error-burst', '--surge', '--disorder', '600', '--seed', '7', '-o', path('access.log')]);
    await runProgram(['generate', '--connections', '-n', '20k', '--seed', '7', '-o', path('connections.log')]);
  });
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it.each<[string, string[], Record<string, string>]>([
    ['a day', [], {}],
    ['a window, both bounds included', ['--from', '09:15:07', '--to', '16:40:30'], { from: '09:15:07', to: '16:40:30' }],
    ['what a filter lets through', ['--filter', 'status:>=400'], { least: '400' }],
  ])('of the traffic of %s', async (_name, args, variables) => {
    const { stdout } = await runProgram(['report', '--output', 'json', '--top', '100000', '--grouping-seconds', '60', ...args, path('access.log')]);
    const { totals, timeline, panels, lines } = JSON.parse(stdout) as Traffic;
    const expected = awk(TRAFFIC, { from: '00:00:00', to: '23:59:59', least: '0', ...variables }, path('access.log'));
    expect(expected.length).toBeGreaterThan(200);
    const told = ['sections', 'paths', 'status', 'classes', 'methods', 'hosts', 'referrers', 'notFound'].map((name) => [name, panels[name]!] as const);
    const minutes = timeline.filter(({ hits }) => hits > 0).map((row) => ({ ...row, key: row.from.slice(11, 16) }));
    const rows = [...told, ['timeline', minutes] as const, ['totals', [{ ...totals, key: '' }]] as const];
    expect(rows.flatMap(([name, all]) => all.map(({ key, hits, errors, bytes }) => [name, key, hits, errors, bytes].join('\t'))).sort()).toEqual(expected);
    expect([totals.uniqueHosts, totals.uniqueHostsError]).toEqual([panels['hosts']!.length, 0]);
    expect([lines.read, lines.accepted + lines.filtered]).toEqual([30_000, 30_000]);
  });

  it.each([[1_767_225_600, 1_767_232_800], [1_767_226_100, 1_767_227_000]])('of connections from %i to %i', async (from, to) => {
    const bounds = ['--from', String(from), '--to', String(to)];
    const { stdout } = await runProgram(['report', 'connections', '--output', 'json', ...bounds, '--to-host', 'Delta', '--from-host', 'davos', path('connections.log')]);
    const { connectedTo, receivedFrom, mostReceived, mostGenerated, counts, lines } = JSON.parse(stdout) as Connections;
    const told = [
      ...connectedTo['Delta']!.map((host) => `to ${host}`),
      ...receivedFrom['davos']!.map((host) => `from ${host}`),
      `all ${lines.accepted}`,
      `Y ${counts.to['Delta']!}`,
      `X ${counts.from['davos']!}`,
      `received ${mostReceived.host} ${mostReceived.count}`,
      `made ${mostGenerated.host} ${mostGenerated.count}`,
    ];
    expect(told.sort()).toEqual(awk(CONNECTIONS, { from: String(from), to: String(to), Y: 'Delta', X: 'davos' }, path('connections.log')));
  });
});
