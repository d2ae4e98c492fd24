import { MessageChannel } from 'node:worker_threads';
import type { SourceEventName } from '../../src/core/report.js';
import { MAX_LINE_BYTES } from '../../src/core/line-counts.js';
import type { FileSystem } from '../../src/sources/file-system.js';
import type { ReportRun } from '../../src/reports/report-run.js';
import type { WindowChoice } from '../../src/reports/time-window.js';
import type { Reading, ReportHooks, ReportRequest } from '../../src/workers/report-request.js';
import { runReport } from '../../src/workers/run-report.js';
import type { RunMachine } from '../../src/workers/run-report.js';
import type { ThreadPort } from '../../src/workers/thread-messages.js';
import { serveReport } from '../../src/workers/thread-service.js';
import type { HitResult } from '../support/hit-count.js';
import { hitCount } from '../support/hit-count.js';

export const ALL_TIME: WindowChoice = { from: null, to: null, seconds: null, now: null };

/** Nobody stops the run, and nobody looks. */
export const quietHooks: ReportHooks = {
  stop: { promise: new Promise(() => undefined) },
  stdin: () => {
    throw new Error('nobody asked for stdin');
  },
  onProgress: () => undefined,
  onEvent: () => undefined,
  onRemark: () => undefined,
};

/** What a thread does, done in this one: what is posted goes through a channel, and is cloned and transferred as between two. */
export const threadHere = (reading: Reading<unknown>, files?: FileSystem): ThreadPort => {
  const { port1, port2 } = new MessageChannel();
  serveReport(
    {
      postMessage: (message, transfer) => {
        port2.postMessage(message, transfer);
      },
      onMessage: (listener) => port2.on('message', listener),
    },
    reading,
    files,
  );
  return {
    postMessage: (message, transfer = []) => {
      port1.postMessage(message, transfer);
    },
    onMessage: (listener) => {
      port1.removeAllListeners('message');
      port1.on('message', listener);
    },
    onDeath: () => undefined,
    terminate: () => {
      port1.close();
      port2.close();
      return Promise.resolve();
    },
  };
};

export interface Asked extends RunMachine, Partial<Omit<ReportRequest<HitResult>, 'reading'>>, Partial<Reading<HitResult>>, Partial<ReportHooks> {}

/** A report of hits, and what was told meanwhile. */
export interface Told {
  run: ReportRun<HitResult>;
  events: string[];
  remarks: string[];
}

/** Reports on logs as asked, with threads that pay from the first byte on. */
export const report = async (paths: readonly string[], asked: Asked = {}): Promise<Told> => {
  const { kind = hitCount(), formatOf = () => null, filter = null, window = ALL_TIME, maxLine = MAX_LINE_BYTES, workers = 1 } = asked;
  const events: string[] = [];
  const remarks: string[] = [];
  const reading: Reading<HitResult> = { kind, formatOf, filter };
  const hooks: ReportHooks = {
    ...quietHooks,
    onEvent: (path: string, name: SourceEventName, detail: string | null) => events.push(`${path} ${name}: ${detail ?? ''}`),
    onRemark: (path: string, text: string) => remarks.push(`${path} ${text}`),
    ...asked,
  };
  const run = await runReport({ reading, window, paths, maxLine, workers, newThread: asked.newThread ?? (() => threadHere(reading, asked.files)) }, hooks, { worthThreads: 0, ...asked });
  return { run, events, remarks };
};
