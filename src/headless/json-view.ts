import type { MonitorEvent } from '../core/report.js';
import type { EpochSeconds } from '../core/units.js';
import { alertJson, sourceEventJson } from '../render/event-json.js';
import { toJsonLine } from '../render/json-line.js';
import { formatMonitorLine } from '../render/monitor-text.js';
import { printed } from '../render/printable.js';
import { reportJson } from '../render/report-json.js';
import { summaryJson } from '../render/summary-json.js';
import { createPatience } from './patience.js';
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
  const patience = createPatience(out, options, tell);
  return {
    event(event) {
      if (event.type === 'report' && silence.hold(event)) return;
      silence.end();
      const line = toJsonLine(toJson(event));
      if (event.type === 'report') patience.write('report', line, event.report.to);
      else if (event.type === 'source') patience.write('source event', line, event.at);
      else out.write(line);
    },
    monitor(at, message) {
      patience.end(at);
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
