import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeGate, evaluateGate, parseGate } from '../../src/core/gate.js';
import { UserError } from '../../src/core/user-error.js';
import { runOf } from '../support/report-data.js';

/** What the user is told about a gate that is none. */
const complaint = (text: string): string => {
  try {
    parseGate(text);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'accepted';
};

const judge = (text: string, run: Parameters<typeof runOf>[0], alerts = 0) =>
  evaluateGate(parseGate(text), runOf(run), alerts);

describe('a gate is read from', () => {
  test.each([
    ['error-rate>5%', 'error-rate', '>', 0.05],
    ['error-rate > 0.05', 'error-rate', '>', 0.05],
    ['  server-error-rate >= 0.1 % ', 'server-error-rate', '>=', 0.001],
    ['error-rate>100%', 'error-rate', '>', 1],
    ['rejected>0', 'rejected', '>', 0],
    ['hits<1000', 'hits', '<', 1000],
    ['max-rate<=12.5', 'max-rate', '<=', 12.5],
    ['hits<.5', 'hits', '<', 0.5],
  ])('%s', (text, metric, operator, limit) => {
    expect(parseGate(text)).toEqual({ kind: 'comparison', text: text.trim(), metric, operator, limit });
  });

  test('the word alert', () => {
    expect(parseGate(' alert ')).toEqual({ kind: 'alert', text: 'alert' });
  });
});

describe('a gate that is none is named with the nearest right one', () => {
  const forms =
    '(write alert, or error-rate|server-error-rate|rejected|hits|max-rate, one of > >= < <=, and a number or 5%)';
  test.each([
    ['eror-rate>5%', "--fail-on: 'eror-rate>5%' compares 'eror-rate' (did you mean error-rate?)"],
    ['max_rate>5', "--fail-on: 'max_rate>5' compares 'max_rate' (did you mean max-rate?)"],
    ['latency>5', `--fail-on: 'latency>5' compares 'latency' ${forms}`],
    ['>5', `--fail-on: '>5' names nothing to compare ${forms}`],
    ['alerts', "--fail-on: 'alerts' is no gate (did you mean alert?)"],
    ['error-rate', "--fail-on: 'error-rate' is no gate (did you mean error-rate>5%?)"],
    ['', `--fail-on: '' is no gate ${forms}`],
    ['nonsense', `--fail-on: 'nonsense' is no gate ${forms}`],
    ['hits=>5', "--fail-on: 'hits=>5' compares by '=>' (did you mean >=?)"],
    ['hits==5', `--fail-on: 'hits==5' compares by '==' ${forms}`],
    ['hits!=5', `--fail-on: 'hits!=5' compares by '!=' ${forms}`],
    ['hits>', `--fail-on: 'hits>' names no number ${forms}`],
    ['hits>many', `--fail-on: 'hits>many' compares with 'many', which is no number ${forms}`],
    ['hits>-1', `--fail-on: 'hits>-1' compares with '-1', which is no number ${forms}`],
    ['hits>5%', "--fail-on: 'hits>5%' compares hits, which is no share, with a percentage (did you mean hits>5?)"],
    ['error-rate>5', "--fail-on: 'error-rate>5' compares with more than all (did you mean error-rate>5%?)"],
    ['error-rate>101%', `--fail-on: 'error-rate>101%' compares with more than all ${forms}`],
  ])('%s', (text, expected) => {
    expect(complaint(text)).toBe(expected);
  });
});

describe('over the run', () => {
  test.each<[string, Parameters<typeof runOf>[0], boolean, number]>([
    ['error-rate>5%', { hits: 100, errors: 5 }, false, 0.05],
    ['error-rate>=5%', { hits: 100, errors: 5 }, true, 0.05],
    ['error-rate>5%', { hits: 100, errors: 6 }, true, 0.06],
    ['error-rate>7%', { hits: 100, errors: 7 }, false, 0.07],
    ['error-rate>0.07', { hits: 500, errors: 35 }, false, 0.07],
    ['error-rate>0', { hits: 0, errors: 0 }, false, 0],
    ['error-rate<1%', { hits: 0, errors: 0 }, true, 0],
    ['server-error-rate>0', { hits: 10, errors: 10, statusClasses: { '4xx': 10 } }, false, 0],
    ['server-error-rate>10%', { hits: 10, errors: 2, statusClasses: { '5xx': 2 } }, true, 0.2],
    ['rejected>2', { lines: { rejected: 2 } }, false, 2],
    ['rejected>2', { lines: { rejected: 3 } }, true, 3],
    ['hits<1', { hits: 0 }, true, 0],
    ['hits<=1', { hits: 2 }, false, 2],
    ['max-rate>=200', { maxRate: 200 }, true, 200],
  ])('%s of %o is %s', (text, run, hit, value) => {
    expect(judge(text, run)).toMatchObject({ hit, value });
  });

  test.each([
    [0, false],
    [1, true],
    [2, true],
  ])('alert, with %i of them triggered, is %s', (alerts, hit) => {
    expect(judge('alert', {}, alerts)).toMatchObject({ hit, value: alerts });
  });

  test('a percentage and the same share of whole numbers are never different', () => {
    const perMille = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(perMille, fc.integer({ min: 1, max: 1_000_000 }), (part, times) => {
        const run = { hits: 1000 * times, errors: part * times };
        const percentage = `${Math.floor(part / 10)}.${part % 10}%`;
        expect(judge(`error-rate>=${percentage}`, run).hit).toBe(true);
        expect(judge(`error-rate>${percentage}`, run).hit).toBe(false);
      }),
    );
  });
});

describe('a gate is told of with its value', () => {
  test.each<[string, Parameters<typeof runOf>[0], string]>([
    ['error-rate>5%', { hits: 10_000, errors: 1234 }, '--fail-on error-rate>5%: 12.34%'],
    ['error-rate > 5%', { hits: 100_000, errors: 5001 }, '--fail-on error-rate > 5%: 5.001%'],
    ['error-rate<1%', { hits: 0 }, '--fail-on error-rate<1%: 0.00%'],
    ['server-error-rate>0', { hits: 1e6, statusClasses: { '5xx': 1 } }, '--fail-on server-error-rate>0: 0.0001%'],
    ['rejected>0', { lines: { rejected: 1204 } }, '--fail-on rejected>0: 1204'],
    ['hits<5', { hits: 4 }, '--fail-on hits<5: 4'],
    ['max-rate>20', { maxRate: 23 }, '--fail-on max-rate>20: 23/s'],
  ])('%s of %o', (text, run, expected) => {
    expect(describeGate(judge(text, run))).toBe(expected);
  });

  test.each([
    [1, '--fail-on alert: 1 alert triggered'],
    [2, '--fail-on alert: 2 alerts triggered'],
  ])('alert, %i times', (alerts, expected) => {
    expect(describeGate(judge('alert', {}, alerts))).toBe(expected);
  });
});
