import { availableParallelism } from 'node:os';
import type { SourceEventName } from '../../core/report.js';
import type { EpochMs } from '../../core/units.js';
import { printable, printed } from '../../render/printable.js';
import { formatInstantMs } from '../../render/time-text.js';
import type { ReportRun } from '../../reports/report-run.js';
import { needsNewest } from '../../reports/time-window.js';
import type { WindowChoice } from '../../reports/time-window.js';
import { runReport as readReport } from '../../workers/run-report.js';
import { writeMessage } from '../message.js';
import { createProgressBar } from '../progress-bar.js';
import type { ReportOptions } from '../report-options.js';
import { createReading } from '../report-reading.js';
import { newReportThread } from '../report-threads.js';
import type { Shell } from '../shell.js';
import { findReportLogs } from './report-logs.js';
import { openTarget, renderReport } from './report-output.js';
import { createStop } from './stop.js';
import { createTroubles } from './troubles.js';
import { exitCodeOf, written } from './written.js';

const HAS_GAPS = 1;
const DAY: EpochMs = 86_400_000;

/** A time that is to come is a mistake of whoever wrote the log, and the window was taken from it. */
const comingRemark = (window: WindowChoice, { held }: ReportRun<unknown>, now: EpochMs): string | null =>
  needsNewest(window) && (held?.to ?? 0) > now + DAY
    ? `the newest record is of ${formatInstantMs(held!.to!)}, which is to come, and the window was taken from it (--now says from what time to look back)`
    : null;

/** Says what happened, by logs that are finished or that grow; gives the exit code. Throws a UserError when nothing can be read. */
export const runReport = (options: ReportOptions, shell: Shell): Promise<number> => written(shell, () => report(options, shell));

const report = async (options: ReportOptions, shell: Shell): Promise<number> => {
  const { window, output, outputFile, strict, workers, tail } = options;
  const bar = createProgressBar(shell);
  const tell = (message: string): void => {
    bar.clear();
    writeMessage(shell.stderr, printed`access-log-monitor: ${printable(message)}\n`);
  };
  const reading = await createReading(options);
  const logs = await findReportLogs(options);
  const target = openTarget(outputFile, shell);
  for (const note of logs.notes) tell(note);
  const stop = createStop(shell, null);
  const troubles = createTroubles(tell);
  for (const path of logs.paths) troubles.open(path);

  const stdin = (): NodeJS.ReadStream => shell.stdin;
  const onRemark = (path: string, text: string): void => {
    troubles.remark(path, text);
    if (tail !== null) troubles.tell();
  };
  const onEvent = (path: string, name: SourceEventName, detail: string | null): void => {
    troubles.note(path, name, detail);
    if (tail !== null) troubles.tell();
  };
  if (tail !== null) {
    const { reportOnGrowing } = await import('./report-tail.js');
    await reportOnGrowing(logs, options, tail, { reading, target, stop, stdin, onEvent, onRemark, tell, now: () => shell.now() });
    return 0;
  }
  const run = await readReport(
    {
      reading,
      window,
      paths: logs.paths,
      maxLine: options.maxLineLength,
      workers: workers ?? availableParallelism(),
      newThread: () => newReportThread(options),
    },
    {
      stop,
      stdin,
      onProgress: (progress) => {
        troubles.tell();
        bar.show(progress);
      },
      onEvent,
      onRemark,
    },
  );
  bar.clear();
  const failure = run.lines.read === 0 ? troubles.failure() : null;
  if (failure !== null) throw failure;
  troubles.tell();
  const remark = comingRemark(window, run, shell.now());
  if (remark !== null) tell(remark);
  await target.write(await renderReport(run, output));
  if (run.isPartial) return exitCodeOf(stop);
  return strict && (troubles.hasGaps || logs.notes.length > 0) ? HAS_GAPS : 0;
};
