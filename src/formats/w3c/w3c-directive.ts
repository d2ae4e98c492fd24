/** A line of W3C's extended format that says something about those behind it. */
export interface W3cDirective {
  /** in small letters, such as `fields` */
  name: string;
  value: string;
}

/** Those of W3C's definition. */
const DEFINED: ReadonlySet<string> = new Set(['version', 'fields', 'software', 'start-date', 'end-date', 'date', 'remark']);

const NAME = /^#([A-Za-z][\w-]*):/;

/** The directive in a line that begins with `#`; null when it is a comment, or an unknown one that is not `lenient`ly taken. */
export const readDirective = (line: string, lenient: boolean): W3cDirective | null => {
  const [whole, name] = NAME.exec(line) ?? [];
  if (whole === undefined || name === undefined) return null;
  const lower = name.toLowerCase();
  return lenient || DEFINED.has(lower) ? { name: lower, value: line.slice(whole.length).trim() } : null;
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Year, month and day at the beginning of a `#Date`: `2018-11-22`, or `22-Nov-2018` as in W3C's examples. Null when it has none. */
export const readDay = (value: string): readonly [number, number, number] | null => {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(value) ?? [];
  if (year !== undefined) return [Number(year), Number(month), Number(day)];
  const [, dayFirst, name = '', yearLast] = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})/.exec(value) ?? [];
  const index = MONTHS.indexOf(name.toLowerCase());
  return index < 0 ? null : [Number(yearLast), index + 1, Number(dayFirst)];
};
