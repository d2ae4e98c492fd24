import { lineEnd } from '../../../src/app/recognition.js';
import { chunkOf } from '../../../src/core/byte-chunk.js';
import type { Format } from '../../../src/formats/format.js';
import { formatNamed } from '../../../src/formats/registry.js';
import { UsualLines } from '../../../src/formats/usual-lines.js';
import type { Counter } from '../../../src/reports/report-kind.js';
import type { TrafficChoice } from '../../../src/reports/report-choice.js';
import { familyOf } from '../../../src/reports/traffic/agent-family.js';
import { trafficKind } from '../../../src/reports/traffic/traffic-kind.js';
import type { TrafficPart } from '../../../src/reports/traffic/traffic-part.js';
import { TRAFFIC_PANELS } from '../../../src/reports/traffic/traffic-result.js';
import type { KeyPanel, KeyPanelName, TrafficPanel, TrafficPanelResult, TrafficResult } from '../../../src/reports/traffic/traffic-result.js';
import { TRAFFIC_LIMITS } from '../../../src/reports/traffic/traffic-tables.js';
import type { TrafficLimits } from '../../../src/reports/traffic/traffic-tables.js';

export const CHOICE: TrafficChoice = {
  report: 'traffic',
  panels: TRAFFIC_PANELS,
  top: 10_000,
  groupingSeconds: null,
  pathTemplates: null,
  alertThreshold: 10,
  alertWindow: 120,
};

/** The same small bound on all tables. */
export const smallLimits = (keys: number): TrafficLimits =>
  Object.fromEntries(Object.entries(TRAFFIC_LIMITS).map(([name, { arena }]) => [name, { keys, arena }])) as unknown as TrafficLimits;

export interface CountOptions {
  choice?: Partial<TrafficChoice>;
  format?: Format;
  limits?: TrafficLimits;
  seed?: number;
  /** false: each line is read by its steps, as those of odd shape are */
  isUsual?: boolean;
}

/** Counts the records of a log. */
export const countLines = (counter: Counter<TrafficPart>, log: Buffer, { format = formatNamed('combined')!, isUsual = true }: CountOptions): void => {
  const reader = format.newReader(counter.bind(format.fields));
  const usual = isUsual && reader.usualPlace !== null ? new UsualLines(reader.usualPlace, counter.seed) : null;
  const line = chunkOf(log);
  for (let from = 0; from < log.length; ) {
    const { stop, end } = lineEnd(log, from, log.length);
    if (usual?.read(line, from, end) === true) {
      usual.place.readRest(line, usual.fields.usualTo, end);
      counter.addUsual!(line, usual.fields, reader.record);
    } else if (end > from && reader.read(line, from, end)) counter.add(reader.record, line, from, end);
    from = stop + 1;
  }
};

const kindOf = ({ choice, limits = smallLimits(4096) }: CountOptions) => trafficKind({ ...CHOICE, ...choice }, familyOf, limits);

/** The part that each of some logs comes to, counted one after the other by one counter. */
export const partsOf = (logs: readonly Buffer[], options: CountOptions = {}): TrafficPart[] => {
  const counter = kindOf(options).newCounter(options.seed ?? 7);
  return logs.map((log) => {
    countLines(counter, log, options);
    const { part, transfer } = counter.cut();
    return structuredClone(part, { transfer });
  });
};

/** What parts come to, merged in their order. */
export const merged = (parts: readonly TrafficPart[], options: CountOptions = {}): TrafficResult => {
  const total = kindOf(options).newTotal((options.seed ?? 7) + 1);
  for (const part of parts) total.merge(part);
  return total.finish({ window: { from: null, to: null }, oldest: null, newest: null });
};

/** The report on a log. */
export const reportOn = (log: Buffer, options: CountOptions = {}): TrafficResult => merged(partsOf([log], options), options);

type PanelOf<Name extends TrafficPanel> = Name extends KeyPanelName ? KeyPanel : Extract<TrafficPanelResult, { name: Name }>;

export const panelOf = <Name extends TrafficPanel>(result: TrafficResult, name: Name): PanelOf<Name> =>
  result.panels.find((panel) => panel.name === name) as PanelOf<Name>;

export const keyPanels = (result: TrafficResult): KeyPanel[] => result.panels.filter((panel) => panel.kind === 'keys');
