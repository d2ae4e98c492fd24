import { MAX_KEY_BYTES } from '../core/key-table.js';
import type { Fact } from '../core/shown-view.js';
import { decodeText } from '../formats/escape.js';

/** What stands for bytes that are no UTF-8. */
const UNDECODED = /\ufffd+/g;

/** How what is absent is shown. */
const ABSENT = '-';

/** A failing request's method and status stand in front of its path, which is cut for them. */
const CUT = MAX_KEY_BYTES - 72;


const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

const escaped = (text: string): string => text.replace(/[^A-Za-z0-9./_]/gu, '\\$&');

/** Of bytes that are no UTF-8, and of what a long value was cut to, anything may stand there. */
const valueText = (text: string, isCut: boolean): string => {
  if (!isCut && !text.includes('\ufffd')) return quoted(text);
  const pattern = text.split(UNDECODED).map(escaped).join('*');
  return isCut && !pattern.endsWith('*') ? `${pattern}*` : pattern;
};

const statusCondition = (value: string): string => {
  if (value === 'other') return 'NOT status:[100 TO 599]';
  return value.endsWith('xx') ? `status:[${value[0]!}00 TO ${value[0]!}99]` : `status:${value}`;
};

/** The condition that a field has the value that a row shows, whatever it holds. */
const factCondition = ({ field, value }: Fact): string => {
  if (field === 'status') return statusCondition(value);
  if (value === ABSENT) return `(${field}:"-" OR NOT _exists_:${field})`;
  const bytes = Buffer.from(value);
  const isCut = bytes.length >= CUT;
  // A row shows the text as it stands in the line; a filter is held against what was meant, if that may have been escaped.
  const meant = decodeText(bytes, 0, bytes.length, 'apache');
  const [shown, other] = [value, meant].map((text) => `${field}:${valueText(text, isCut)}`);
  return shown === other ? shown! : `(${shown!} OR ${other!})`;
};

/** The one condition that all of some facts hold. */
export const conditionOf = (facts: readonly Fact[]): string => {
  const conditions = facts.map(factCondition);
  return conditions.length === 1 ? conditions[0]! : `(${conditions.join(' ')})`;
};
