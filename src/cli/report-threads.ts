import { Worker } from 'node:worker_threads';
import type { FromThread, ThreadPort } from '../workers/thread-messages.js';
import type { ReadingOptions } from './report-reading.js';

const ENTRY = new URL('./report-thread.js', import.meta.url);

/** Starts a thread that makes records of lines, and a report of those, as the options say. */
export const newReportThread = (options: ReadingOptions, entry = ENTRY): ThreadPort => {
  const worker = new Worker(entry, { workerData: options });
  return {
    postMessage: (message, transfer = []) => {
      worker.postMessage(message, transfer);
    },
    onMessage: (listener) => {
      worker.removeAllListeners('message');
      worker.on('message', (message: FromThread) => {
        listener(message);
      });
    },
    onDeath: (listener) => {
      worker.on('error', listener);
      worker.on('exit', (code) => {
        listener(new Error(`a thread of the report ended with ${code} before its work was done`));
      });
    },
    terminate: async () => {
      worker.removeAllListeners().on('error', () => undefined);
      await worker.terminate();
    },
  };
};
