import { expect, it } from 'vitest';
import { createLedger } from '../../src/sources/following/ledger.js';
import { parseStateContent } from '../../src/sources/state/state-content.js';
import type { StateContent } from '../../src/sources/state/state-content.js';
import { monitorBench } from '../core/traffic.js';

const content = (): StateContent => {
  const { monitor, count } = monitorBench();
  monitor.begin(1_795_000_000);
  count({ status: 404 });
  return {
    savedAt: 1_795_000_001,
    judgedBy: { threshold: 10, window: 120 },
    logs: ['a.log', '*.log'],
    monitor: monitor.memory(),
    ledger: createLedger().toJSON(),
  };
};

it('a state is recognised as it was saved', () => {
  const saved = content();
  expect(parseStateContent(JSON.parse(JSON.stringify(saved)))).toEqual(saved);
});

it.each<[string, unknown]>([
  ['savedAt', 1.5],
  ['savedAt', undefined],
  ['judgedBy', { threshold: 10 }],
  ['judgedBy', { threshold: '10', window: 120 }],
  ['logs', 'a.log'],
  ['logs', [1]],
  ['monitor', {}],
  ['monitor', null],
  ['ledger', { files: [] }],
  ['ledger', { files: [{ inode: '1' }], names: {} }],
])('it is none with the %s %j', (key, value) => {
  expect(parseStateContent({ ...content(), [key]: value })).toBeNull();
});

it.each([null, 'state', 7, []])('%j is none', (value) => {
  expect(parseStateContent(value)).toBeNull();
});
