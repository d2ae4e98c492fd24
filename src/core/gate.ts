import { nearest } from './nearest.js';
import type { RunSummary } from './report.js';
import { UserError } from './user-error.js';

/** What a gate may compare. */
export const GATE_METRICS = ['error-rate', 'server-error-rate', 'rejected', 'hits', 'max-rate'] as const;
export type GateMetric = (typeof GATE_METRICS)[number];

const OPERATORS = ['>', '>=', '<', '<='] as const;
type Operator = (typeof OPERATORS)[number];

/** A condition over the whole run that makes it fail. `text` is how the user wrote it. */
export type Gate =
  /** any alert was triggered */
  | { kind: 'alert'; text: string }
  | { kind: 'comparison'; text: string; metric: GateMetric; operator: Operator; limit: number };

/** How a gate stood at the end of the run. */
export interface GateResult {
  gate: Gate;
  hit: boolean;
  /** what was compared: a share of 0 to 1, hits/s, a count; of `alert`, the number of alerts triggered */
  value: number;
}

const FORMS = `write alert, or ${GATE_METRICS.join('|')}, one of ${OPERATORS.join(' ')}, and a number or 5%`;

/** What stands for a metric, an operator, a number: loose, so that each part can be told to be wrong by itself. */
const COMPARISON = /^([^<>=!]*?) *([<>=!]+) *(.*)$/;
const NUMBER = /^(\d+\.?\d*|\.\d+) *(%?)$/;

/** Operators as people also write them. */
const ALMOST_OPERATORS: Readonly<Record<string, Operator>> = { '=>': '>=', '=<': '<=', '>>': '>', '<<': '<' };

const isRate = (metric: GateMetric): boolean => metric === 'error-rate' || metric === 'server-error-rate';

/** How each gate is written. */
const EXAMPLES: Readonly<Record<string, string>> = {
  alert: 'alert',
  'error-rate': 'error-rate>5%',
  'server-error-rate': 'server-error-rate>1%',
  rejected: 'rejected>0',
  hits: 'hits<1',
  'max-rate': 'max-rate>=200',
} satisfies Record<'alert' | GateMetric, string>;

const refusal = (text: string, problem: string, remedy: string | null): UserError =>
  new UserError(`--fail-on: '${text}' ${problem} (${remedy === null ? FORMS : `did you mean ${remedy}?`})`);

const readMetric = (text: string, word: string): GateMetric => {
  const metric = GATE_METRICS.find((candidate) => candidate === word);
  if (metric !== undefined) return metric;
  throw refusal(text, word === '' ? 'names nothing to compare' : `compares '${word}'`, nearest(word, GATE_METRICS));
};

const readOperator = (text: string, word: string): Operator => {
  const operator = OPERATORS.find((candidate) => candidate === word);
  if (operator !== undefined) return operator;
  throw refusal(text, `compares by '${word}'`, ALMOST_OPERATORS[word] ?? null);
};

const readLimit = (text: string, metric: GateMetric, operator: Operator, word: string): number => {
  const match = NUMBER.exec(word);
  if (match === null) {
    throw refusal(text, word === '' ? 'names no number' : `compares with '${word}', which is no number`, null);
  }
  const number = match[1]!;
  const percent = match[2] === '%';
  if (!isRate(metric)) {
    if (percent) throw refusal(text, `compares ${metric}, which is no share, with a percentage`, `${metric}${operator}${number}`);
    return Number(number);
  }
  // Moving the decimal point in the text keeps 5% and 5 of 100 the same number; dividing by 100 would not always.
  const limit = percent ? Number(`${number}e-2`) : Number(number);
  if (limit <= 1) return limit;
  const share = Number(number);
  throw refusal(text, 'compares with more than all', !percent && share <= 100 ? `${metric}${operator}${number}%` : null);
};

/**
 * Reads a gate: `alert`, or a metric, an operator and a number, spaces allowed between them. The two rates take a share
 * (`0.05`) or a percentage (`5%`).
 *
 * @throws UserError of one line that names the option, the value, and the nearest right form
 */
export const parseGate = (given: string): Gate => {
  const text = given.trim();
  if (text === 'alert') return { kind: 'alert', text };
  const match = COMPARISON.exec(text);
  if (match === null) throw refusal(given, 'is no gate', EXAMPLES[nearest(text, Object.keys(EXAMPLES)) ?? ''] ?? null);
  const metric = readMetric(text, match[1]!);
  const operator = readOperator(text, match[2]!);
  return { kind: 'comparison', text, metric, operator, limit: readLimit(text, metric, operator, match[3]!) };
};

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const measure = (metric: GateMetric, summary: RunSummary): number => {
  switch (metric) {
    case 'error-rate':
      return share(summary.errors, summary.hits);
    case 'server-error-rate':
      return share(summary.statusClasses['5xx'], summary.hits);
    case 'rejected':
      return summary.lines.rejected;
    case 'hits':
      return summary.hits;
    case 'max-rate':
      return summary.maxRate;
  }
};

const holds = (value: number, operator: Operator, limit: number): boolean => {
  switch (operator) {
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
  }
};

/** Judges a gate over the whole run. `alertsTriggered` counts every alert of the run, also those no longer kept. */
export const evaluateGate = (gate: Gate, summary: RunSummary, alertsTriggered: number): GateResult => {
  if (gate.kind === 'alert') return { gate, hit: alertsTriggered > 0, value: alertsTriggered };
  const value = measure(gate.metric, summary);
  return { gate, hit: holds(value, gate.operator, gate.limit), value };
};

/** A percentage with two decimals, or as many more as it takes to stand on the same side of the limit as the value does. */
const describeShare = (value: number, operator: Operator, limit: number): string => {
  const hit = holds(value, operator, limit);
  for (let digits = 2; digits < 12; digits += 1) {
    const shown = (value * 100).toFixed(digits);
    if (holds(Number(`${shown}e-2`), operator, limit) === hit) return `${shown}%`;
  }
  return `${value * 100}%`;
};

/** A gate's value for people: `12.34%`, `23/s`, `2 alerts triggered`, or a plain count. */
export const describeGateValue = ({ gate, value }: GateResult): string => {
  if (gate.kind === 'alert') return value === 1 ? '1 alert triggered' : `${value} alerts triggered`;
  if (isRate(gate.metric)) return describeShare(value, gate.operator, gate.limit);
  return gate.metric === 'max-rate' ? `${value}/s` : String(value);
};

/** One line that names a gate and its value: `--fail-on error-rate>5%: 12.34%`. */
export const describeGate = (result: GateResult): string => `--fail-on ${result.gate.text}: ${describeGateValue(result)}`;
