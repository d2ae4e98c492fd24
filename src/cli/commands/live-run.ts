import type { Engine } from '../../app/engine.js';
import { createArrivalPump, createLogPump } from '../../app/pump.js';
import type { Pump } from '../../app/pump.js';
import { startTicks } from '../../clocks/system-clock.js';
import { createDescriptorBudget } from '../../sources/descriptor-budget.js';
import { descriptorLimit } from '../../sources/descriptor-limit.js';
import { followAll } from '../../sources/follow-all.js';
import type { MemberSink } from '../../sources/glob-members.js';
import { createReadBuffer } from '../../sources/read-buffer.js';
import type { ReadBuffer } from '../../sources/read-buffer.js';
import type { PullSource } from '../../sources/source.js';
import { openStdin } from '../../sources/stdin.js';
import type { MonitorOptions } from '../options.js';
import type { Shell } from '../shell.js';
import { openFinishedFiles } from './finished-files.js';
import type { Logs } from './logs.js';
import type { Output } from './output.js';
import type { RunState } from './state.js';
import type { Stop } from './stop.js';

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Reads sources one after the other, by arrival, to their ends. */
const readAll = async (sources: readonly PullSource[], stop: Stop): Promise<void> => {
  for (const source of sources) {
    while (!stop.requested && (await source.read())) await breathe();
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
    return { sink, left: () => { pump.end(sink); } };
  };

  const hasFollowed = (glob: string): boolean => state?.hasFollowed(glob) ?? false;
  const readBuffer = (): ReadBuffer => createReadBuffer(undefined, options.maxLineLength);
  const stdin = paths.includes('-') ? openStdin(shell.stdin, intakeOf('-'), readBuffer()) : null;
  const files = paths.filter((path) => path !== '-');
  const finished = options.once ? openFinishedFiles(files, intakeOf, stdin !== null, readBuffer) : [];
  const following = options.once ? null : followAll({
    files: files.map((path) => ({ path, sink: intakeOf(path) })),
    ...(globs === null ? {} : { globs: { ...globs, join: memberOf, tell: output.monitor, hasFollowed } }),
    fromStart: options.fromStart,
    budget: createDescriptorBudget(descriptorLimit()),
    maxLine: options.maxLineLength,
    ...(state === null ? {} : { ledger: state.ledger }),
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
  const pulled = readAll(stdin === null ? finished : [stdin, ...finished], stop);
  if (following === null || (files.length === 0 && globs === null)) {
    await Promise.race([pulled, stop.promise]);
    ended = true;
    if (!stop.requested) await output.linger();
  } else await stop.promise;

  stdin?.close();
  output.monitor('Shutting down gracefully ..');
  await following?.finish();
  stopTicks();
  for (const source of finished) source.close();
  pump.finish();
  await checkpoints?.save();
};
