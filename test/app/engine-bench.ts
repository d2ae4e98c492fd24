import { createEngine } from '../../src/app/engine.js';
import type { Engine, EngineConfig } from '../../src/app/engine.js';
import { createArrivalPump, createLogPump } from '../../src/app/pump.js';
import type { Pump } from '../../src/app/pump.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import type { LineSink } from '../../src/sources/source.js';

/** A run with a dashboard whose clock and lines are in a test's hand. */
export interface EngineBench {
  engine: Engine;
  pump: Pump;
  /** does in the background what there is to do */
  goOn: () => void;
  /** a source of that name */
  open: (path: string) => LineSink;
  /** hands lines to a source */
  feed: (sink: LineSink, lines: readonly string[], catchUp?: boolean) => void;
}

export const engineBench = (start: number, byLogTime = false, changes: Partial<EngineConfig> = {}): EngineBench => {
  const deferred: (() => void)[] = [];
  const engine = createEngine({
    alertThreshold: 10,
    alertWindow: 120,
    reportInterval: 10,
    seed: 7,
    formatOf: () => null,
    filter: null,
    hasDashboard: true,
    byLogTime,
    maxLine: 64 * 1024,
    now: () => start,
    emit: () => undefined,
    defer: (step) => deferred.push(step),
    ...changes,
  });
  const pump = byLogTime ? createLogPump(engine.monitor, 2) : createArrivalPump(engine.monitor, start);
  return {
    engine,
    pump,
    goOn: () => {
      for (let step = deferred.shift(); step !== undefined; step = deferred.shift()) step();
    },
    open: (path) => engine.open(path, (intake) => { pump.take(intake); }),
    feed: (sink, lines, catchUp = false) => {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      sink.lines(bytes, 0, bytes.length, catchUp);
    },
  };
};

/** What a snapshot says of the traffic, without alerts and the account of lines. */
export const trafficOf = ({ now, startedAt, rates, window, seconds, minutes, totalHits }: Snapshot): unknown => ({
  now,
  startedAt,
  rates,
  window,
  seconds,
  minutes,
  totalHits,
});
