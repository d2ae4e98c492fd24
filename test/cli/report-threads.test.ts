import { describe, expect, it } from 'vitest';
import { createReading } from '../../src/cli/report-reading.js';
import type { ReadingOptions } from '../../src/cli/report-reading.js';
import { newReportThread } from '../../src/cli/report-threads.js';
import { runReport } from '../../src/workers/run-report.js';
import { ServerLog } from '../sources/log-directory.js';
import { ALL_TIME, quietHooks } from '../workers/report.js';

const ENTRY = new URL('../../dist/cli/report-thread.js', import.meta.url);

const OPTIONS: ReadingOptions = {
  choice: { report: 'connections', fromHosts: ['host1'], toHosts: ['Delta'], groupingSeconds: null },
  format: 'auto',
  formatFor: [],
  formatFrom: null,
  filters: ['host:host*'],
};

const connections = (lines: number): ServerLog => {
  const log = new ServerLog();
  log.create(Array.from({ length: lines }, (_, n) => `${1_767_225_600 + n} host${n % 7} ${n % 3 === 0 ? 'Delta' : 'Omega'}\n`).join(''));
  return log;
};

const run = async (path: string, workers: number, entry = ENTRY) =>
  runReport(
    { reading: await createReading(OPTIONS), window: ALL_TIME, paths: [path], maxLine: 1000, workers, newThread: () => newReportThread(OPTIONS, entry) },
    quietHooks,
    { worthThreads: 0, partSize: 100_000, readSize: 4096 },
  );

describe('threads of their own', () => {
  it('count by what the options say, as the main one does', async () => {
    const { path } = connections(20_000);
    const alone = await run(path, 1);
    expect(alone.lines).toMatchObject({ read: 20_000, accepted: 20_000 });
    expect(await run(path, 3)).toEqual(alone);
  });

  it.each([
    ['an error', 'throw new Error("out of order")', 'out of order'],
    ['an exit', 'process.exit(3)', 'a thread of the report ended with 3 before its work was done'],
  ])('that end by %s end the run', async (_name, code, message) => {
    const { path } = connections(100_000);
    const wait = 'import { parentPort } from "node:worker_threads"; await new Promise((resolve) => parentPort.on("message", resolve));';
    await expect(run(path, 2, new URL(`data:text/javascript,${encodeURIComponent(wait + code)}`))).rejects.toThrow(message);
  });
});
