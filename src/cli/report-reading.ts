import { SlipError } from '../core/slip-error.js';
import type { Filter } from '../filter/filter.js';
import type { Format } from '../formats/format.js';
import type { ReportChoice, TrafficChoice } from '../reports/report-choice.js';
import type { ReportKind } from '../reports/report-kind.js';
import type { ReportResult } from '../reports/report-run.js';
import type { Reading } from '../workers/report-request.js';
import { chooseFormats, layoutRefusal } from './format-choice.js';
import type { ReportOptions } from './report-options.js';

/** What of the options says how lines become a report. Plain data: it is posted to the threads that help. */
export type ReadingOptions = Pick<ReportOptions, 'choice' | 'format' | 'formatFor' | 'formatFrom' | 'filters'>;

/** @throws UserError when a rule of `--path-template` is none */
const checkTemplates = async ({ pathTemplates }: TrafficChoice): Promise<void> => {
  if (pathTemplates === null) return;
  const { parsePathRule } = await import('../reports/traffic/path-rule.js');
  try {
    pathTemplates.rules.forEach(parsePathRule);
  } catch (error) {
    throw error instanceof SlipError ? layoutRefusal('--path-template', error, 'rule') : error;
  }
};

const kindOf = async (choice: ReportChoice): Promise<ReportKind<unknown, ReportResult>> => {
  switch (choice.report) {
    case 'traffic': {
      await checkTemplates(choice);
      const namesAgents = choice.panels.some((panel) => panel === 'agents' || panel === 'bots');
      const familyOf = namesAgents ? (await import('../reports/traffic/agent-family.js')).familyOf : null;
      return (await import('../reports/traffic/traffic-kind.js')).trafficKind(choice, familyOf);
    }
    case 'connections':
      return (await import('../reports/connections/connections-kind.js')).connectionsKind(choice);
    case 'own': {
      const { loadOwnModule } = await import('./own-module.js');
      return (await import('../reports/own/own-kind.js')).ownKind(await loadOwnModule(choice.path));
    }
  }
};

/** Without any there is no language to be loaded: each thread would take its time for that. */
const filterOf = async (filters: readonly string[], formats: readonly Format[], hasKeys: boolean): Promise<Filter | null> =>
  filters.length === 0 ? null : (await import('./filter-choice.js')).chooseFilter(filters, formats, hasKeys);

/** What a thread makes of the options. Throws a UserError when a format, a filter or a report is none. */
export const createReading = async (options: ReadingOptions): Promise<Reading<ReportResult>> => {
  const { formatOf, formats, hasKeys } = await chooseFormats(options);
  return { kind: await kindOf(options.choice), formatOf, filter: await filterOf(options.filters, formats, hasKeys) };
};
