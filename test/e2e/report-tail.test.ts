import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProgram } from '../support/program.js';

const line = (second: number): string =>
  `192.0.2.1 - - [01/May/2024:10:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')} +0000] "GET /food HTTP/1.1" 200 512 "-" "curl/8"\n`;

interface Report {
  window: { from: string; to: string };
  totals: { hits: number };
  lines: { read: number; late: number };
  open: boolean;
}

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-report-tail-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Starts `report --tail` with a report a second; what it reports can be waited for. */
const startTail = (...args: string[]) => {
  const program = startProgram(['report', '--tail', '--sleep-seconds', '1', '--panels', 'status', '--output', 'json', ...args]);
  const reports: Report[] = [];
  let errors = '';
  let look = (): void => undefined;
  program.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const lines = createInterface(program.stdout).on('line', (text) => {
    reports.push(JSON.parse(text) as Report);
    look();
  });
  const ended = new Promise<number | null>((resolve) => {
    lines.once('close', () => {
      if (program.exitCode === null) program.once('close', resolve);
      else resolve(program.exitCode);
    });
  });
  return {
    program,
    reports,
    told: (isIt: (report: Report) => boolean): Promise<Report> =>
      new Promise((resolve) => {
        look = () => {
          const found = reports.find(isIt);
          if (found !== undefined) resolve(found);
        };
        look();
      }),
    end: async () => {
      program.kill('SIGINT');
      return { exit: await ended, errors };
    },
  };
};

describe('report --tail', () => {
  it('tells of all that came so far, again and again, through a rotation, and once more at the end', async () => {
    const path = join(directory, 'access.log');
    writeFileSync(path, line(0) + line(1));
    const tail = startTail(path);
    expect(await tail.told(({ totals }) => totals.hits === 2)).toMatchObject({ open: true });
    renameSync(path, `${path}.1`);
    appendFileSync(`${path}.1`, line(2));
    writeFileSync(path, line(3) + line(70));
    expect(await tail.told(({ totals }) => totals.hits === 5)).toMatchObject({ lines: { read: 5 }, window: { to: '2024-05-01T10:01:10.000Z' } });
    expect(await tail.end()).toEqual({ exit: 0, errors: '' });
    expect(tail.reports.at(-1)).toMatchObject({ totals: { hits: 5 }, open: false });
  });

  it('tells of each window by itself, with what came late into it, and counts what came too late', async () => {
    const path = join(directory, 'access.log');
    writeFileSync(path, line(10) + line(50) + line(65));
    const tail = startTail('--seconds', '60', '--max-lag', '30', path);
    const minute = (n: number) => `2024-05-01T10:0${n}:00.000Z`;
    expect(await tail.told(({ window }) => window.from === minute(0))).toMatchObject({ window: { to: '2024-05-01T10:00:59.999Z' }, totals: { hits: 2 } });
    appendFileSync(path, line(80) + line(20));
    expect(await tail.told(({ window, totals }) => window.from === minute(0) && totals.hits === 3)).toMatchObject({ lines: { read: 5, late: 0 } });
    appendFileSync(path, line(90) + line(21) + line(91));
    expect(await tail.told(({ open }) => !open)).toMatchObject({ window: { from: minute(0) }, totals: { hits: 3 } });
    expect(await tail.told(({ lines, window }) => lines.read === 8 && window.from === minute(1))).toMatchObject({ lines: { late: 1 }, totals: { hits: 4 } });
    expect((await tail.end()).exit).toBe(0);
  });

  it('replaces its file with each report, and does not read it though a glob matches it', async () => {
    const [path, output] = [join(directory, 'access.log'), join(directory, 'report.log')];
    writeFileSync(path, line(0));
    const tail = startTail('-o', output, join(directory, '*.log'));
    const written = async (hits: number): Promise<Report> => {
      for (;;) {
        const report = await new Promise<Report | null>((resolve) => {
          setTimeout(() => {
            try {
              resolve(JSON.parse(readFileSync(output, 'utf8')) as Report);
            } catch {
              resolve(null); // not there yet
            }
          }, 50);
        });
        if (report?.totals.hits === hits) return report;
      }
    };
    await written(1);
    appendFileSync(path, line(1));
    await written(2);
    expect((await tail.end()).exit).toBe(0);
    expect(JSON.parse(readFileSync(output, 'utf8'))).toMatchObject({ totals: { hits: 2 }, lines: { read: 2 }, sources: [{ path }], open: false });
  });
});
