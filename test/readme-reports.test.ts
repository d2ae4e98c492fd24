import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { reportAsCsv } from '../src/render/reports/csv-report.js';
import { reportAsHtml } from '../src/render/reports/html-report.js';
import { reportAsJson } from '../src/render/reports/json-report.js';
import type { ReportResult, ReportRun } from '../src/reports/report-run.js';
import { REJECT_REASONS } from '../src/core/line-counts.js';
import { TRAFFIC_PANELS } from '../src/reports/traffic/traffic-result.js';
import { readCsv } from './convert/csv-reader.js';
import { readSections } from './support/readme.js';
import { connectionsByInterval, connectionsRun, emptyTraffic, hostileConnections, ownRun, richTraffic } from './support/report-runs.js';

const sections = readSections(fileURLToPath(new URL('../README.md', import.meta.url)));

/** The tables of a section, each as its rows of cells, without their heads. */
const tablesOf = (title: string): string[][][] => {
  const tables = (sections.get(title) ?? '').match(/(?:^\|.*\n)+/gm) ?? [];
  return tables.map((table) => table.trimEnd().split('\n').slice(2).map((line) => line.slice(2, -2).split(' | ')));
};

/** The names in code of a cell. */
const namesIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);

const toldIn = (table: string[][] = []): string[] => table.flatMap(([cell]) => namesIn(cell));

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Panels whose rows are told of by their own names. */
const APART: readonly string[] = ['timeline', 'slowest', 'bursts', 'alerts'];
const PANELS: readonly string[] = TRAFFIC_PANELS.filter((panel) => !APART.includes(panel));

/** A key as the README has it: what stands for many is written large. */
const general = (path: string): string =>
  path
    .replace(/^(panels|panelNotes)\.(\w+)/, (whole, parent: string, panel: string) => (PANELS.includes(panel) ? `${parent}.PANEL` : whole))
    .replace(/^(connectedTo|receivedFrom|counts\.to|counts\.from)\.\w+.*/, '$1.HOST')
    .replace(/^rejectedBy\.([\w-]+)/, (whole, reason: string) => ((REJECT_REASONS as readonly string[]).includes(reason) ? 'rejectedBy.REASON' : whole));

/** The ways to all that stands in a value. */
const pathsIn = (value: Json, path = ''): string[] => {
  if (Array.isArray(value) && path !== '' && !/^(connectedTo|receivedFrom)/.test(path)) return value.flatMap((member) => pathsIn(member, `${path}[]`));
  if (value === null || typeof value !== 'object' || Array.isArray(value) || path === 'held') return [path];
  return Object.entries(value).flatMap(([name, member]) => pathsIn(member, path === '' ? name : `${path}.${name}`));
};

const keysOf = (run: ReportRun<ReportResult>): string[] => [...new Set(pathsIn(JSON.parse(reportAsJson(run)) as Json).map(general))];

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe('the README tells of the JSON of a report', () => {
  const [traffic, connections] = tablesOf('JSON of a report').map(toldIn);

  it('on traffic every key, and no other, in the order of the output', () => {
    expect(sorted(traffic ?? [])).toEqual(sorted(keysOf(richTraffic)));
    const topOf = (keys: readonly string[]): string[] => [...new Set(keys.map((key) => key.replace(/[.[].*/s, '')))];
    expect(topOf(traffic ?? [])).toEqual(topOf(keysOf(richTraffic)));
  });

  it('on connections every key, and no other', () => {
    const common = ['report', 'window', 'lines', 'sources', 'rejectedBy', 'held', 'partial', 'open'];
    const own = keysOf(connectionsByInterval).filter((key) => !common.includes(key.replace(/[.[].*/s, '')));
    expect(sorted(connections ?? [])).toEqual(sorted(own));
  });
});

it('the README tells of each panel of the CSV of a report, with its columns, and of no other', () => {
  const [table = []] = tablesOf('CSV of a report');
  const found = new Map<string, Set<string>>();
  for (const run of [richTraffic, emptyTraffic, connectionsRun, connectionsByInterval, hostileConnections, ownRun]) {
    const [head = [], ...rows] = readCsv(reportAsCsv(run));
    for (const [panel = '', ...cells] of rows) {
      const name = panel.replace(/^(\w+)(?=\.|$)/, (word) => (PANELS.includes(word) ? 'PANEL' : word)).replace(/^(?:slowest|bursts|alerts)\./, 'PANEL.').replace(/^slowest$/, 'PANEL');
      const columns = found.get(name) ?? new Set();
      cells.forEach((cell, at) => cell !== '' && columns.add(head[at + 1]!));
      found.set(name, columns);
    }
  }
  expect(sorted(table.flatMap(([panels]) => namesIn(panels)))).toEqual(sorted(found.keys()));
  for (const [panels, columns, meaning] of table) {
    const told = new Set([...namesIn(columns), ...namesIn(meaning)]);
    for (const panel of namesIn(panels)) expect([panel, [...found.get(panel)!].filter((column) => !told.has(column))]).toEqual([panel, []]);
  }
});

it('the README tells what the address of a page may say', () => {
  const [table = []] = tablesOf('The page of a report');
  const page = reportAsHtml(richTraffic);
  const told = toldIn(table).map((name) => name.replace(/=.*/s, ''));
  expect(sorted(told)).toEqual(sorted([...page.matchAll(/told\.get\('(\w+)'\)/g)].map(([, name]) => name!)));
});
