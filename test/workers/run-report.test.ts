import { describe, expect, it } from 'vitest';
import { ServerLog } from '../sources/log-directory.js';
import { report } from './report.js';

const line = (path: string, second = 0, status = 200): string =>
  `192.0.2.1 - - [17/May/2015:10:05:${String(second).padStart(2, '0')} +0000] "GET ${path} HTTP/1.1" ${status} 10 "-" "curl/8"\n`;

describe('a report', () => {
  it.each([1, 2, 3])('counts the records of a log with %d threads', async (workers) => {
    const log = new ServerLog();
    log.create(line('/a').repeat(50) + line('/b', 1, 404).repeat(30) + '\nnonsense\n');
    const { run } = await report([log.path], { workers, partSize: 1000 });
    expect(run.result.rows).toEqual(['/a 200 50 500', '/b 404 30 300']);
    expect(run.lines).toEqual({ read: 82, accepted: 80, rejected: 2, filtered: 0, late: 0 });
    expect(run.rejectedBy).toEqual({ empty: 1, layout: 1 });
  });
});
