import { parentPort, workerData } from 'node:worker_threads';
import { serveReport } from '../workers/thread-service.js';
import type { ToThread } from '../workers/thread-messages.js';
import { createReading } from './report-reading.js';
import type { ReadingOptions } from './report-reading.js';

/** A thread that helps with a report; see newReportThread. */
const port = parentPort!;
const reading = await createReading(workerData as ReadingOptions);
serveReport(
  {
    postMessage: (message, transfer) => {
      port.postMessage(message, transfer);
    },
    onMessage: (listener) => {
      port.on('message', (message: ToThread) => {
        listener(message);
      });
    },
  },
  reading,
);
