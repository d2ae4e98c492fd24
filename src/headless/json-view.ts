import type { MonitorEvent } from '../core/report.js';
import type { EpochSeconds } from '../core/units.js';
import { alertJson, sourceEventJson } from '../render/event-json.js';
import { toJsonLine } from '../render/json-line.js';
import { formatMonitorLine } from '../render/monitor-text.js';
import { printed } from '../render/printable.js';
import { reportJson } from '../render/report-json.js';
import { summaryJson } from '../render/summary-json.js';
import { createReports, patienceOf } from './reports.js';
import { createSilence } from './silence.js';
import type { ViewOptions, View } from './view.js';
import type { Writer } from './writer.js';

const toJson = (event: MonitorEvent): object => {
  switch (event.type) {
    case 'report':
      return reportJson(event.report);
    case 'alert':
      return alertJson(event);
    case 'source':
      return sourceEventJson(event);
  }
};

/** JSON mode: one object a line on `out`; what is meant for people goes to `err`. */
export const createJsonView = (out: Writer, err: Writer, options: ViewOptions): View => {
  const print = (value: object): void => {
    out.write(toJsonLine(value));
  };
  const silence = createSilence(options.mergeSilence, (row) => {
    print(reportJson(row));
  });
  const tell = (at: EpochSeconds, message: string): void => {
    err.write(printed`${formatMonitorLine(at, message, { color: false })}\n`);
  };
  const reports = createReports(out, patienceOf(options), tell);
  return {
    event(event) {
      if (event.type === 'report' && silence.hold(event)) return;
      silence.end();
      if (event.type === 'report') reports.write(toJsonLine(toJson(event)), event.report.to);
      else print(toJson(event));
    },
    monitor(at, message) {
      reports.end(at);
      tell(at, message);
    },
    summary(summary, gates, exitCode) {
      silence.end();
      if (summary !== null) print(summaryJson(summary, gates, exitCode));
    },
    async flush() {
      await err.flush();
      await out.flush();
    },
  };
};
