import { existsSync } from 'node:fs';
import { nearest } from '../../core/nearest.js';
import { UserError } from '../../core/user-error.js';
import type { ReportOptions } from '../report-options.js';
import { REPORTS } from '../report-options.js';
import type { Logs } from './logs.js';
import { findNamedLogs } from './named-logs.js';
import { refuseOutput } from './own-output.js';

/** What may be a report's name with a slip in it, and is no usual name of a log. */
const WORD = /^[\w-]+$/;

/** @throws UserError when the first log is a word that was rather meant as a report */
const refuseMistakenReport = ({ isImplied, files }: ReportOptions): void => {
  const [word = ''] = files;
  if (!isImplied || !WORD.test(word) || existsSync(word)) return;
  const near = nearest(word, REPORTS);
  if (near !== null) throw new UserError(`report: '${word}' is neither a report nor a file (did you mean ${near}?)`);
};

/**
 * The logs to report on.
 *
 * @throws UserError when no glob matches, or one is the file that the report goes to
 */
export const findReportLogs = async (options: ReportOptions): Promise<Logs> => {
  refuseMistakenReport(options);
  const logs = refuseOutput(await findNamedLogs({ ...options, once: options.tail === null }), 'report', 'the report is');
  return options.outputFile === null ? logs : refuseOutput(logs, 'report', 'the report is', options.outputFile);
};
