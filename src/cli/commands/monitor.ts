import { randomInt } from 'node:crypto';
import { createEngine } from '../../app/engine.js';
import { describeGate, evaluateGate } from '../../core/gate.js';
import type { UserError } from '../../core/user-error.js';
import { printable, printed } from '../../render/printable.js';
import { writeMessage } from '../message.js';
import type { MonitorOptions } from '../options.js';
import type { Shell } from '../shell.js';
import { chooseFormats } from '../format-choice.js';
import { runLive } from './live-run.js';
import { findLogs } from './find-logs.js';
import { createOutput } from './choose-output.js';
import { runReplay } from './replay-run.js';
import { createStop } from './stop.js';
import { createUnread } from './unread.js';

const GATE_HIT = 1;
const NOTHING_READ = 2;

/**
 * Monitors logs as the options say, until they end or somebody asks to stop; gives the exit code.
 *
 * @throws UserError when nothing can be read, or the view cannot be shown
 */
export const runMonitor = async (options: MonitorOptions, shell: Shell): Promise<number> => {
  const { formatOf, formats, hasKeys } = await chooseFormats(options);
  const filter = options.filters.length === 0 ? null : (await import('../filter-choice.js')).chooseFilter(options.filters, formats, hasKeys);
  const stop = createStop(shell, options.duration);
  const state = options.state === null ? null : await (await import('./state.js')).openState(options.state, options, shell);
  const failures: UserError[] = [];
  const unread = createUnread();
  const logs = await findLogs(options, shell, stop, (error) => {
    failures.push(error);
  });
  const output = await createOutput(options, shell, stop, logs.paths.includes('-'));
  const engine = createEngine({
    alertThreshold: options.alertThreshold,
    alertWindow: options.alertWindow,
    reportInterval: options.reportInterval,
    maxLine: options.maxLineLength,
    formatOf,
    filter,
    seed: randomInt(2 ** 32) | 0,
    hasDashboard: output.isDashboard,
    byLogTime: options.time === 'log' || (options.once && options.time !== 'arrival'),
    now: () => Math.floor(shell.now() / 1000),
    emit: (event) => {
      unread.note(event);
      output.event(event);
    },
    defer: setImmediate,
  });

  output.monitor('Starting..');
  for (const note of logs.notes) output.monitor(note);
  state?.recall(engine, output);
  const byLogTime = options.once && options.time !== 'arrival';
  if (byLogTime) await runReplay(engine, logs.paths, options, shell, stop, output);
  else await runLive(engine, logs, options, shell, stop, output, state);

  const summary = engine.monitor.summary(Math.floor(shell.now() / 1000));
  const gates = options.gates.map((gate) => evaluateGate(gate, summary, engine.alerts.triggeredCount));
  const failure = options.once ? unread.failure(summary) : null;
  if (failure !== null) failures.push(failure);
  const isHit = gates.some(({ hit }) => hit);
  const exitCode = output.closed ? 0 : failure !== null ? NOTHING_READ : isHit ? GATE_HIT : 0;
  await output.close(engine, gates, exitCode);
  if (failures[0] !== undefined) throw failures[0];
  for (const gate of gates) if (gate.hit && !output.closed) writeMessage(shell.stderr, printed`${printable(describeGate(gate))}\n`);
  return output.closed ? 0 : exitCode;
};
