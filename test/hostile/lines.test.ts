import { describe, expect, it } from 'vitest';
import { createJsonView } from '../../src/headless/json-view.js';
import { createTextView } from '../../src/headless/text-view.js';
import { alertJson, sourceEventJson } from '../../src/render/event-json.js';
import { reportJson } from '../../src/render/report-json.js';
import { summaryJson } from '../../src/render/summary-json.js';
import { forbiddenIn } from '../support/hostile-text.js';
import { keptWriter } from '../support/kept-writer.js';
import { ATTACKS, LARGE_ATTACKS, nameOf } from './attacks.js';
import { attackedLog } from './played-log.js';
import type { PlayedLog } from './played-log.js';
import { expectOwnCells } from './own-cells.js';
import { createWitness } from './witness.js';

const textOf = ({ events, engine }: PlayedLog): string => {
  const out = keptWriter();
  const view = createTextView(out, { color: false, mergeSilence: true });
  for (const event of events) view.event(event);
  view.monitor(0, 'Shut down');
  view.summary(engine.monitor.summary(0), [], 0);
  return out.text;
};

const plainJson = ({ events, engine }: PlayedLog): object[] => [
  ...events.map((event) => (event.type === 'report' ? reportJson(event.report) : event.type === 'alert' ? alertJson(event) : sourceEventJson(event))),
  summaryJson(engine.monitor.summary(0), [], 0),
];

const jsonOf = ({ events, engine }: PlayedLog): string => {
  const out = keptWriter();
  const view = createJsonView(out, keptWriter(), { mergeSilence: false });
  for (const event of events) view.event(event);
  view.summary(engine.monitor.summary(0), [], 0);
  return out.text;
};

describe.each([...ATTACKS, ...LARGE_ATTACKS])('$name, at every place of a line and in the names of its file', ({ bytes }) => {
  it('leaves the text to its rows', async () => {
    await expectOwnCells(textOf(await attackedLog(bytes)));
  });

  it('is a value of JSON, and harmless to a terminal', async () => {
    const played = await attackedLog(bytes);
    const text = jsonOf(played);
    const printed = text.split('\n');
    expect(printed.pop()).toBe('');
    expect(printed.map((line) => JSON.parse(line) as object)).toEqual(plainJson(played).map((value) => JSON.parse(JSON.stringify(value)) as object));
    const [opened] = printed.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(opened?.['path']).toBe(`/var/log/${nameOf(bytes)}/${nameOf(bytes)}`);
    expect(forbiddenIn(printed.join(''))).toEqual([]);
    const witness = createWitness(100, 100);
    const before = witness.state();
    await witness.write(text);
    expect({ ...witness.state(), cursor: null }).toEqual({ ...before, cursor: null });
    expect(witness.events).toEqual([]);
  });
});
