import { SLOT } from '../formats/field.js';
import type { FieldSlot } from '../formats/field.js';
import type { FilterValue, PatternPart } from './filter-node.js';
import { isBefore, parseTime, secondOfDay, TIME_EXPECTED } from './time-bound.js';
import type { Moment, TimeSpan } from './time-bound.js';
import type { RecordTest } from './value-test.js';

type MomentTest = (second: number, nano: number) => boolean;

const notBefore =
  (bound: Moment): MomentTest =>
  (second, nano) =>
    !isBefore(second, nano, bound);

const before =
  (bound: Moment): MomentTest =>
  (second, nano) =>
    isBefore(second, nano, bound);

const ALWAYS: MomentTest = () => true;

const momentTest =
  ({ slot }: FieldSlot, isOfDay: boolean, test: MomentTest): RecordTest =>
  (record) => {
    const second = record.numbers[slot]!;
    if (Number.isNaN(second)) return false;
    return test(isOfDay ? secondOfDay(second) : second, slot === SLOT.time ? record.fraction : 0);
  };

const compared = (comparison: Extract<FilterValue, { kind: 'compare' }>['comparison'], { from, to }: TimeSpan): MomentTest => {
  switch (comparison) {
    case '>':
      return notBefore(to);
    case '>=':
      return notBefore(from);
    case '<':
      return before(from);
    case '<=':
      return before(to);
  }
};

const textOf = (parts: readonly PatternPart[]): string => parts.map((part) => (typeof part === 'object' ? part.literal : '*')).join('');

/**
 * Compiles what a time is held against. A written time is as long as it is exact: 12:00 is a minute, so that `>12:00` begins at
 * 12:01 and `<=12:00` ends there. A range of times of day whose end is before its beginning goes over midnight.
 */
export const compileTime = (value: FilterValue, field: FieldSlot): RecordTest | string => {
  switch (value.kind) {
    case 'regex':
      return TIME_EXPECTED;
    case 'pattern': {
      const span = parseTime(textOf(value.parts));
      if (span === null) return TIME_EXPECTED;
      const [since, until] = [notBefore(span.from), before(span.to)];
      return momentTest(field, span.isOfDay, (second, nano) => since(second, nano) && until(second, nano));
    }
    case 'compare': {
      const span = parseTime(value.bound);
      return span === null ? TIME_EXPECTED : momentTest(field, span.isOfDay, compared(value.comparison, span));
    }
    case 'range': {
      const from = value.from.value === null ? null : parseTime(value.from.value);
      const to = value.to.value === null ? null : parseTime(value.to.value);
      const isOdd = (value.from.value !== null && from === null) || (value.to.value !== null && to === null);
      if (isOdd) return `a range of which each end is ${TIME_EXPECTED}, or *`;
      if (from !== null && to !== null && from.isOfDay !== to.isOfDay) return 'a range of two times of day, or of two with their date';
      const since = from === null ? ALWAYS : compared(value.from.included ? '>=' : '>', from);
      const until = to === null ? ALWAYS : compared(value.to.included ? '<=' : '<', to);
      const isOfDay = from?.isOfDay === true || to?.isOfDay === true;
      if (!isOfDay && from !== null && to !== null && to.from.second < from.from.second) return 'a range whose first end is the earlier one';
      const isOvernight = isOfDay && from !== null && to !== null && to.from.second < from.from.second;
      if (isOvernight) return momentTest(field, true, (second, nano) => since(second, nano) || until(second, nano));
      return momentTest(field, isOfDay, (second, nano) => since(second, nano) && until(second, nano));
    }
  }
};
