import type { Engine } from '../../app/engine.js';
import type { Intake } from '../../app/intake.js';
import { replay } from '../../app/replay.js';
import type { Pace, ReplayInput, ReplayLane } from '../../app/replay.js';
import type { FinishedLane } from '../../sources/finished/finished-lanes.js';
import { createReadBuffer } from '../../sources/read-buffer.js';
import { openStdin } from '../../sources/finished/stdin.js';
import type { MonitorOptions } from '../options.js';
import type { Shell } from '../shell.js';
import { openFinishedFiles } from './finished-files.js';
import type { Output } from './output.js';
import type { Stop } from './stop.js';

/** Milliseconds between two looks at the paced clock, and between two frames of the dashboard. */
const STEP = 100;
const FRAME = 250;

/** Milliseconds of reading after which signals and keys have their turn. */
const BREATH = 20;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const createPace = (speed: number, shell: Shell, stop: Stop): Pace => ({
  elapsed: () => (shell.monotonic() / 1000) * speed,
  wait: () => Promise.race([pause(Math.max(1, Math.min(STEP, 1000 / speed))), stop.promise]),
});

const laneOf = (input: ReplayInput): ReplayLane => {
  let waiting: ReplayInput | null = input;
  return {
    next: () => {
      const next = waiting;
      waiting = null;
      return next;
    },
  };
};

const toReplayLane = (lane: FinishedLane<Intake>): ReplayLane => ({
  next: () => {
    const input = lane.next();
    return input === null ? null : { source: input.source, intake: input.sink };
  },
});

/** Reads logs to their ends by their own time, at full speed or paced. */
export const runReplay = async (
  engine: Engine,
  paths: readonly string[],
  options: MonitorOptions,
  shell: Shell,
  stop: Stop,
  output: Output,
): Promise<void> => {
  const stdinIntake = paths.includes('-') ? engine.open('-') : null;
  const stdin =
    stdinIntake === null ? null : openStdin(shell.stdin, stdinIntake, createReadBuffer(undefined, options.maxLineLength));
  const files = openFinishedFiles(
    paths.filter((path) => path !== '-'),
    (path) => engine.open(path),
    options.maxLineLength,
    stdin !== null,
  );
  const lanes = files.map(toReplayLane);
  if (stdin !== null && stdinIntake !== null) lanes.unshift(laneOf({ source: stdin, intake: stdinIntake }));
  const close = (): void => {
    stdin?.close();
    for (const lane of files) lane.close();
  };

  let ended = false;
  await output.open(engine, { isReplay: true, hasEnded: () => ended });
  output.monitor('Monitoring started');
  // A read of a pipe would wait for its writer whatever signal came.
  void stop.promise.then(close);
  const frames = output.isDashboard ? setInterval(() => void output.refresh(), FRAME) : undefined;
  let breath = shell.monotonic();
  try {
    await replay({
      monitor: engine.monitor,
      lanes,
      pace: options.speed === null ? null : createPace(options.speed, shell, stop),
      stopped: () => stop.requested,
      breathe: async (idle) => {
        if (!idle && shell.monotonic() - breath < BREATH) return;
        if (!output.isDashboard) await output.refresh();
        await new Promise((resolve) => setImmediate(resolve));
        breath = shell.monotonic();
      },
    });
    ended = true;
    output.monitor('Shutting down gracefully ..');
    engine.monitor.finish();
    if (!stop.requested) await output.linger();
  } finally {
    clearInterval(frames);
    close();
  }
};
