import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { TRAFFIC_LIMITS } from '../../../src/reports/traffic/traffic-tables.js';
import { readSections } from '../../support/readme.js';

const text = readSections(fileURLToPath(new URL('../../../README.md', import.meta.url))).get('Memory, and the stated error') ?? '';

it.each([
  ['hosts, paths, sections', ['hosts', 'paths', 'sections'], ' each'],
  ['virtual hosts, referrers, user agents', ['vhosts', 'referrers', 'agents'], ' each'],
  ['methods', ['methods'], ''],
] as const)('the README tells how many %s of a report are kept', (names, tables, each) => {
  for (const table of tables) expect(text).toContain(`| ${names} of a report | ${TRAFFIC_LIMITS[table].keys.toLocaleString('en')}${each} |`);
});
