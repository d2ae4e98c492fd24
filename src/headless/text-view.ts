import type { MonitorEvent } from '../core/report.js';
import { formatTransition } from '../render/alert-text.js';
import type { TextOptions } from '../render/alert-text.js';
import { formatMonitorLine, formatSourceEvent } from '../render/monitor-text.js';
import { printed } from '../render/printable.js';
import type { Printable } from '../render/printable.js';
import { formatReport, formatSilence } from '../render/report-text.js';
import { formatSummary } from '../render/summary-text.js';
import { createPatience } from './patience.js';
import { createSilence } from './silence.js';
import type { ViewOptions, View } from './view.js';
import type { Writer } from './writer.js';

const format = (event: MonitorEvent, options: TextOptions): Printable => {
  switch (event.type) {
    case 'report':
      return formatReport(event, options);
    case 'alert':
      return formatTransition(event, options);
    case 'source':
      return formatSourceEvent(event, options);
  }
};

/** Text mode: everything on `out`, as lines and blocks for people. */
export const createTextView = (out: Writer, options: TextOptions & ViewOptions): View => {
  const print = (text: Printable): void => {
    out.write(printed`${text}\n`);
  };
  const silence = createSilence(options.mergeSilence, ({ from, to }) => {
    print(formatSilence(from, to, options));
  });
  const patience = createPatience(out, options, (at, message) => {
    print(formatMonitorLine(at, message, options));
  });
  return {
    event(event) {
      if (event.type === 'report' && silence.hold(event)) return;
      silence.end();
      const text = printed`${format(event, options)}\n`;
      if (event.type === 'report') patience.write('report', text, event.report.to);
      else if (event.type === 'source') patience.write('source event', text, event.at);
      else out.write(text);
    },
    monitor(at, message) {
      silence.end();
      patience.end(at);
      print(formatMonitorLine(at, message, options));
    },
    summary(summary, gates) {
      silence.end();
      if (summary !== null) print(formatSummary(summary, gates, options));
    },
    flush: () => out.flush(),
  };
};
