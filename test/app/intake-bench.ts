import { Intake } from '../../src/app/intake.js';
import { RecentLines } from '../../src/app/recent-lines.js';
import { RejectedLines } from '../../src/app/rejected-lines.js';
import { MAX_LINE_BYTES } from '../../src/core/line-counts.js';
import type { Filter } from '../../src/filter/filter.js';
import { Detector } from '../../src/formats/detection.js';
import type { Format } from '../../src/formats/format.js';
import { monitorBench } from '../core/traffic.js';
import type { MonitorBench, MonitorOptions } from '../core/traffic.js';

export interface IntakeBench extends MonitorBench {
  rejected: RejectedLines;
  recent: RecentLines;
  open: (path: string, onWaiting?: (intake: Intake) => void) => Intake;
}

/** A monitor, and intakes that scan into its tables. */
export const intakeBench = (options: Partial<MonitorOptions> = {}, now = (): number => 0, format: Format | null = null, filter: Filter | null = null): IntakeBench => {
  const bench = monitorBench({ ...options, sources: 0 });
  const detector = new Detector();
  const rejected = new RejectedLines();
  const recent = new RecentLines();
  const { monitor, tables } = bench;
  return {
    ...bench,
    rejected,
    recent,
    open: (path, onWaiting = () => undefined) => new Intake({ path, monitor, tables, rejected, recent, maxLine: MAX_LINE_BYTES, now, format, filter, detector, onWaiting }),
  };
};
