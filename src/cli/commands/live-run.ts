import type { Engine } from '../../app/engine.js';
import { createArrivalPump, createLogPump } from '../../app/pump.js';
import type { Pump } from '../../app/pump.js';
import { startTicks } from '../../clocks/system-clock.js';
import { createDescriptorBudget } from '../../sources/descriptor-budget.js';
import { descriptorLimit } from '../../sources/descriptor-limit.js';
import { isCompressed } from '../../sources/finished/finished-file.js';
import type { FinishedLane } from '../../sources/finished/finished-lanes.js';
import { followAll } from '../../sources/following/follow-all.js';
import type { MemberSink } from '../../sources/globs/glob-members.js';
import { createReadBuffer } from '../../sources/read-buffer.js';
import type { LineSink, PullSource } from '../../sources/source.js';
import { openStdin } from '../../sources/finished/stdin.js';
import type { MonitorOptions } from '../options.js';
import type { Shell } from '../shell.js';
import { openFinishedFiles } from './finished-files.js';
import type { Logs } from './logs.js';
import type { Output } from './output.js';
import type { RunState } from './state.js';
import type { Stop } from './stop.js';

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Reads a source by arrival to its end. */
const readToEnd = async (source: PullSource, stop: Stop): Promise<void> => {
  while (!stop.requested && (await source.read())) await breathe();
};

/** The same with files, one after the other. */
const readAll = async (lanes: readonly FinishedLane<LineSink>[], stop: Stop): Promise<void> => {
  for (const lane of lanes) {
    while (!stop.requested) {
      const input = lane.next();
      if (input === null) break;
      await readToEnd(input.source, stop);
    }
  }
};

/** Watches logs by the machine's clock until somebody asks to stop, or there is nothing more to come. */
export const runLive = async (
  engine: Engine,
  { paths, globs }: Logs,
  options: MonitorOptions,
  shell: Shell,
  stop: Stop,
  output: Output,
  state: RunState | null,
): Promise<void> => {
  const start = Math.floor(shell.now() / 1000);
  const pump: Pump =
    options.time === 'log' ? createLogPump(engine.monitor, paths.length + (globs?.present.length ?? 0)) : createArrivalPump(engine.monitor, start);
  const intakeOf = (path: string) => engine.open(path, (intake) => {
    pump.take(intake);
  });
  const memberOf = (path: string): MemberSink => {
    const sink = intakeOf(path);
    return { sink, left: () => { pump.end(sink); engine.leave(sink); } };
  };

  const hasFollowed = (glob: string): boolean => state?.hasFollowed(glob) ?? false;
  const { maxLineLength, once } = options;
  const stdin = paths.includes('-') ? openStdin(shell.stdin, intakeOf('-'), createReadBuffer(undefined, maxLineLength)) : null;
  const named = paths.filter((path) => path !== '-');
  const sinks = new Map(named.map((path) => [path, intakeOf(path)]));
  const sinkOf = (path: string) => sinks.get(path) ?? intakeOf(path);
  // A compressed file does not grow: it is read once, as what was there before.
  const over = once ? named : named.filter((path) => isCompressed(path));
  const files = named.filter((path) => !over.includes(path));
  const finished = openFinishedFiles(over, sinkOf, maxLineLength, stdin !== null || files.length > 0 || globs !== null, !once, state?.ledger ?? null);
  const following = once ? null : followAll({
    files: files.map((path) => ({ path, sink: sinkOf(path) })),
    ...(globs === null ? {} : { globs: { ...globs, join: memberOf, tell: output.monitor, hasFollowed } }),
    fromStart: options.fromStart,
    budget: createDescriptorBudget(descriptorLimit()),
    maxLine: maxLineLength,
    ...(state === null ? {} : { ledger: state.ledger, resumable: true }),
  });
  const checkpoints = state?.checkpoints(engine, pump, output);

  let ended = false;
  let isShown = true;
  await output.open(engine, { isReplay: false, hasEnded: () => ended });
  output.monitor('Monitoring started');
  following?.start();
  await checkpoints?.save();
  const stopTicks = startTicks({
    now: () => shell.now(),
    limit: engine.monitor.capacity,
    onTick: (instant) => {
      pump.tick(instant);
      void checkpoints?.tick();
      if (!isShown) return; // its reader is slow: what is new comes with the next one
      isShown = false;
      output.refresh().then(() => {
        isShown = true;
      }, stop.request);
    },
  });
  const pulled = Promise.all([stdin === null ? null : readToEnd(stdin, stop), readAll(finished, stop)]);
  if (following === null || (files.length === 0 && globs === null)) {
    await Promise.race([pulled, stop.promise]);
    ended = true;
    if (!stop.requested) await output.linger();
  } else await stop.promise;

  stdin?.close();
  output.monitor('Shutting down gracefully ..');
  await following?.finish();
  stopTicks();
  for (const lane of finished) lane.close();
  pump.finish();
  await checkpoints?.save();
};
