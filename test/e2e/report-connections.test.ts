import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAIN, runProgram } from '../support/program.js';

const LINES = 200_000;

/** Two hours and as many lines again half an hour later, so that a window is in both logs. */
const START = Date.UTC(2026, 0, 1) / 1000;
const LATER = START + 1800;

/** The same by arrays of awk: what is told of the connections from one second to another, hosts with the numbers of their connections. */
const PLAIN = `
$1 >= from && $1 <= to { lines++; made[$2]++; got[$3]++; if ($3 == "Delta" || $3 == "Nobody") to_[$3 " " $2]++; if ($2 == "alta") from_[$3]++ }
END {
  for (host in made) print "made", host, made[host]
  for (host in got) print "got", host, got[host]
  for (pair in to_) { split(pair, names, " "); print "to", names[2], names[1] }
  for (host in from_) print "from", host, "alta"
  print "lines", lines, NR
}`;

interface Plain {
  made: Map<string, number>;
  got: Map<string, number>;
  to: string[];
  from: string[];
  lines: [inside: number, all: number];
}

const plainly = (logs: readonly string[], from: number, to: number): Plain => {
  const { stdout } = spawnSync('awk', ['-v', `from=${from}`, '-v', `to=${to}`, PLAIN, ...logs], { encoding: 'utf8' });
  const rows = stdout.trimEnd().split('\n').map((row) => row.split(' ') as [string, string, string]);
  const of = (kind: string): [string, string][] => rows.filter(([first]) => first === kind).map(([, key, value]) => [key, value]);
  const counts = (kind: string): Map<string, number> => new Map(of(kind).map(([host, count]) => [host, Number(count)]));
  const [inside, all] = of('lines')[0]!.map(Number) as [number, number];
  return { made: counts('made'), got: counts('got'), to: of('to').map(([host]) => host).sort(), from: of('from').map(([host]) => host).sort(), lines: [inside, all] };
};

const mostOf = (counts: ReadonlyMap<string, number>): { host: string; count: number } => {
  const [[host, count] = ['', 0]] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return { host, count };
};

describe('report connections', () => {
  const directory = mkdtempSync(join(tmpdir(), 'alm-connections-'));
  const logs = [join(directory, 'one.log'), join(directory, 'two.log')];
  const whole = '2026-01-01T00:00:00Z';
  beforeAll(async () => {
    for (const [n, log] of logs.entries()) {
      const args = ['generate', '--connections', '--lines', String(LINES), '--seed', String(n + 1), '--start', n === 0 ? whole : '2026-01-01T00:30:00Z', '-o', log];
      expect((await runProgram(args)).exit).toBe(0);
    }
    expect(statSync(logs[0]!).size).toBeGreaterThan(LINES * 20);
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  /** The newest second of each log is in it: there are nearly 30 lines a second. */
  const END = LATER + 7199;

  it.each<[string, string[], number, number]>([
    ['the last hour, which nobody has to ask for', [], END - 3600, END],
    ['all', ['--from', whole], START, END],
    ['between two instants', ['--from', '2026-01-01T00:59:59.999Z', '--to', '2026-01-01T01:00:30Z'], START + 3600, START + 3630],
    ['one second', ['--from', '01:10:00', '--to', '01:10:00'], START + 4200, START + 4200],
  ])('says of %s what awk says', async (_, window, from, to) => {
    const { made, got, to: connected, from: received, lines } = plainly(logs, from, to);
    expect(lines).toEqual([expect.any(Number), 2 * LINES]);
    expect(lines[0]).toBeGreaterThan(10);
    const { stdout } = await runProgram(['report', 'connections', '--to-host', 'Delta', '--to-host', 'Nobody', '--from-host', 'alta', ...window, '--output', 'json', ...logs]);
    expect(JSON.parse(stdout)).toMatchObject({
      report: 'connections',
      connectedTo: { Delta: connected, Nobody: [] },
      receivedFrom: { alta: received },
      mostReceived: mostOf(got),
      mostGenerated: mostOf(made),
      counts: { to: { Delta: got.get('Delta') ?? 0, Nobody: 0 }, from: { alta: made.get('alta') ?? 0 } },
      lines: { read: 2 * LINES, accepted: lines[0], rejected: 0, filtered: 2 * LINES - lines[0], late: 0 },
    });
  });

  it('says the same of the logs in another order, and of one that comes through a pipe', async () => {
    const args = ['report', 'connections', '--to-host', 'Delta', '--output', 'json'];
    const told = async (...more: string[]): Promise<unknown> => ({ ...(JSON.parse((await runProgram([...args, ...more])).stdout) as object), sources: [] });
    expect(await told(...[...logs].reverse())).toEqual(await told(...logs));
    const piped = spawnSync('sh', ['-c', `cat '${logs[0]!}' | '${process.execPath}' '${MAIN}' ${args.join(' ')} -`], { encoding: 'utf8' });
    expect({ ...(JSON.parse(piped.stdout) as object), sources: [] }).toEqual(await told(logs[0]!));
  });
});
