import { printed } from '../../render/printable.js';
import type { ReportResult, ReportRun } from '../../reports/report-run.js';
import { tailReport } from '../../workers/tail-report.js';
import type { TailHooks } from '../../workers/tail-request.js';
import type { Reading } from '../../workers/report-request.js';
import type { ReportOptions } from '../report-options.js';
import type { LogGlobs, Logs } from './logs.js';
import { isSame } from './own-output.js';
import { renderReport } from './report-output.js';
import type { ReportTarget } from './report-output.js';
import type { Stop } from './stop.js';

/** The same globs; the file that reports go to is no log, though it may match one. */
const without = (globs: LogGlobs, outputFile: string | null): LogGlobs => {
  if (outputFile === null) return globs;
  return { ...globs, scan: async () => (await globs.scan()).filter(({ path }) => !isSame(path, outputFile)) };
};

export interface TailParts extends Omit<TailHooks<ReportResult>, 'onReport' | 'stop'> {
  reading: Reading<ReportResult>;
  target: ReportTarget;
  stop: Stop;
}

/** Reports on logs that grow, again and again, until somebody stops it. */
export const reportOnGrowing = async ({ paths, globs }: Logs, options: ReportOptions, { every, maxLag }: NonNullable<ReportOptions['tail']>, parts: TailParts): Promise<void> => {
  const { window, output, outputFile, maxLineLength } = options;
  const { reading, target, stop, ...hooks } = parts;
  let count = 0;
  const onReport = async (run: ReportRun<ReportResult>): Promise<void> => {
    const text = await renderReport(run, output);
    const isNext = count > 0 && outputFile === null && output !== 'json';
    await target.write(isNext ? printed`\n${text}` : text);
    count += 1;
    if (target.closed) stop.request();
  };
  await tailReport(
    { reading, window, paths, globs: globs === null ? null : without(globs, outputFile), maxLine: maxLineLength, sleep: every, maxLag },
    { ...hooks, stop, onReport },
  );
};
