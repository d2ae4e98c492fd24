import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAIN, runProgram } from '../support/program.js';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-bounds-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

interface Report {
  totals: { hits: number; uniqueHosts: number; uniqueHostsError: number };
  panels: Record<string, { key: string; hits: number }[]>;
  panelNotes: Record<string, { distinct: number; error: number; rest: { hits: number } }>;
}

/** Says at the end of a process how much memory it has had. */
const TELL_MEMORY = `data:text/javascript,process.on('exit',()=>process.stderr.write(String(process.resourceUsage().maxRSS)))`;

describe('a report on more distinct values than it holds', () => {
  it('says how far it may be off, and is not; keeps the first ones exact, and its memory in bounds', async () => {
    const log = join(directory, 'many.log');
    execFileSync(process.execPath, [MAIN, 'generate', '-n', '150k', '--distinct-paths', '130k', '--distinct-hosts', '120k', '-o', log]);
    const { stdout, stderr, exit } = await runProgram(['report', '--output', 'json', '--top', '20000', log], { env: { NODE_OPTIONS: `--import "${TELL_MEMORY}"` } });
    expect(exit).toBe(0);
    expect(Number(stderr) / 1024).toBeLessThan(200);

    const { totals, panels, panelNotes } = JSON.parse(stdout) as Report;
    const truth: Record<string, Map<string, number>> = { hosts: new Map(), paths: new Map(), sections: new Map() };
    for (const [, host = '', path = ''] of readFileSync(log, 'latin1').matchAll(/^(\S+) .*?"\w+ ([^ ?]+)/gm)) {
      const section = path.split('/')[1]!;
      for (const [panel, key] of Object.entries({ hosts: host, paths: path, sections: section === '' ? '/' : section })) truth[panel]!.set(key, (truth[panel]!.get(key) ?? 0) + 1);
    }
    for (const [panel, counts] of Object.entries(truth)) {
      const { distinct, error, rest } = panelNotes[panel]!;
      const rows = panels[panel]!;
      const isBeyond = panel !== 'sections';
      expect([panel, error > 0, distinct < counts.size]).toEqual([panel, isBeyond, isBeyond]);
      const wrong = rows.filter(({ key, hits }) => !(hits <= counts.get(key)! && counts.get(key)! <= hits + error));
      expect([panel, wrong]).toEqual([panel, []]);
      expect(rows.reduce((sum, { hits }) => sum + hits, rest.hits)).toBe(totals.hits);
      const most = [...counts.values()].sort((a, b) => b - a).slice(0, 100);
      expect(rows.slice(0, 100).map(({ hits }) => hits)).toEqual(most);
      expect(rows.slice(0, 100).map(({ key }) => counts.get(key))).toEqual(most);
    }
    expect(totals.uniqueHostsError).toBeGreaterThan(0);
    // Five times the standard error.
    expect(Math.abs(totals.uniqueHosts / truth['hosts']!.size - 1)).toBeLessThan(5 * totals.uniqueHostsError);
  });
});
