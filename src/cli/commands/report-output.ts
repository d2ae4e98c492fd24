import { createByteStream } from '../../headless/byte-stream.js';
import { openReplacedFile } from '../../headless/replaced-file.js';
import { printableBytes } from '../../render/printable.js';
import type { Printable } from '../../render/printable.js';
import type { ReportResult, ReportRun } from '../../reports/report-run.js';
import type { ReportOutput } from '../report-option-table.js';
import type { Shell } from '../shell.js';

/** Where reports go. */
export interface ReportTarget {
  /** @throws WriteFailure when it cannot be written */
  write(text: Printable): Promise<void>;
  /** its reader has gone */
  readonly closed: boolean;
}

/** stdout, or a file, which each report replaces. Throws a WriteFailure when it is clear by now that the file cannot be written. */
export const openTarget = (path: string | null, shell: Shell): ReportTarget => {
  if (path === null) {
    const stream = createByteStream(shell.stdout, 'stdout');
    return {
      write: (text) => stream.write(printableBytes(text)),
      get closed() {
        return stream.closed;
      },
    };
  }
  const file = openReplacedFile(path);
  return {
    write: (text) => {
      file.write(text);
      return Promise.resolve();
    },
    closed: false,
  };
};

/** A report in the form that was asked for. */
export const renderReport = async (run: ReportRun<ReportResult>, output: ReportOutput): Promise<Printable> => {
  switch (output) {
    case 'text':
      return (await import('../../render/reports/text-report.js')).reportAsText(run);
    case 'json':
      return (await import('../../render/reports/json-report.js')).reportAsJson(run);
    case 'csv':
      return (await import('../../render/reports/csv-report.js')).reportAsCsv(run);
    case 'html':
      return (await import('../../render/reports/html-report.js')).reportAsHtml(run);
  }
};
