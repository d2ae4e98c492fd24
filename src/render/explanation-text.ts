import { cutToCells } from './cells.js';
import { excerptText } from './excerpt-text.js';
import { formatCount, formatShare } from './numbers.js';
import { joined, printable, printed } from './printable.js';
import type { Printable } from './printable.js';
import { tableText } from './table-text.js';
import { formatIso } from './time-text.js';

/** Where a line ceases to fit: the line's number, and an offset in its text. */
export interface MisfitView {
  number: number;
  text: string;
  at: number;
  expected: string;
}

export interface FieldView {
  name: string;
  type: string;
  unit: string | null;
  text: string | null;
  value: string | number | null;
  nanoseconds: number;
}

export interface FitView {
  format: string;
  lines: number;
  whole: number;
  fields: number;
  misfit: MisfitView | null;
  isRecord: boolean;
  misfits: number;
}

export interface ExplanationView {
  lines: number;
  blank: number;
  ranking: readonly FitView[];
  unfit: readonly string[];
  chosen: FitView | null;
  why: string;
  record: { number: number; text: string; fields: readonly FieldView[]; rest: MisfitView | null } | null;
}

/** Cells of a field's text, of its value, and of a line, at most. */
const TEXT_CELLS = 40;
const VALUE_CELLS = 120;

/** Characters that are shown of what stands where something else was expected. */
const FOUND = 20;

/** A time beyond has no date. */
const LAST_SECOND = 253_402_300_799;

const lineColumn = ({ number, text, at }: MisfitView): Printable => printed`line ${number}, column ${Array.from(text.slice(0, at)).length + 1}`;

const expectation = (misfit: MisfitView): Printable => {
  const { text, at, expected } = misfit;
  const found = at >= text.length ? printed`the line's end` : printed`'${printable(Array.from(text.slice(at, at + FOUND * 2)).slice(0, FOUND).join(''))}'`;
  return printed`${lineColumn(misfit)}: expected ${printable(expected)}, found ${found}`;
};

const misfitText = (misfit: MisfitView): Printable => printed`${expectation(misfit)}\n${excerptText(misfit.text, misfit.at)}`;

/** `2018-11-22T15:52:00.655Z`, with as many digits behind the point as there are. */
const instantText = (second: number, nanoseconds: number): Printable => {
  if (!(second >= 0 && second <= LAST_SECOND)) return printed`${second} s since 1970`;
  const fraction = nanoseconds === 0 ? '' : `.${String(nanoseconds).padStart(9, '0').replace(/0+$/, '')}`;
  return printable(`${formatIso(Math.floor(second)).slice(0, 19)}${fraction}Z`);
};

const valueText = ({ type, unit, value, nanoseconds }: FieldView): Printable => {
  if (value === null) return printed`no ${printable(type)}`;
  if (typeof value === 'string') return printed`'${cutToCells(value, VALUE_CELLS).text}'`;
  if (type === 'time') return instantText(value, nanoseconds);
  return unit === null ? printed`${value}` : printed`${value} ${printable(unit)}`;
};

const fieldRow = (field: FieldView): Printable[] => [
  printed`  ${printable(field.name)}`,
  printable(field.type),
  cutToCells(field.text ?? '', TEXT_CELLS).text,
  valueText(field),
];

/** Lines as a block, each with its newline. */
const block = (lines: readonly Printable[]): Printable => printed`${joined(lines, printed`\n`)}\n`;

const recordBlocks = ({ number, text, fields, rest }: NonNullable<ExplanationView['record']>): Printable[] => {
  const present = fields.filter((field) => field.text !== null || field.value !== null);
  const absent = fields.filter((field) => !present.includes(field)).map(({ name }) => printable(name));
  const lines = [
    printed`Line ${number}, field by field:`,
    printed`  ${cutToCells(text, VALUE_CELLS).text}`,
    tableText([[printed`  field`, printed`type`, printed`text`, printed`value`], ...present.map(fieldRow)]),
    ...(absent.length === 0 ? [] : [printed`  absent: ${joined(absent, printed`, `)}`]),
  ];
  return [block(lines), ...(rest === null ? [] : [printed`It is a record, though something else stands there. ${misfitText(rest)}`])];
};

const fitRow = (chosen: FitView | null, lines: number, fit: FitView): Printable[] => [
  printed`${fit === chosen ? printed`>` : printed` `} ${printable(fit.format)}`,
  formatCount(fit.lines),
  formatShare(fit.lines / lines),
  formatCount(fit.whole),
  formatShare(fit.whole / lines),
  printable(fit.fields.toFixed(1)),
  fit.misfit === null ? printed`` : expectation(fit.misfit),
];

const HEAD = ['  format', 'lines', 'share', 'to the end', 'share', 'fields', 'what does not fit first'].map(printable);

const rankingLines = ({ ranking, unfit, lines, chosen }: ExplanationView): Printable[] => [
  ...(ranking.length === 0 ? [] : [tableText([HEAD, ...ranking.map((fit) => fitRow(chosen, lines, fit))], new Set([1, 2, 3, 4, 5]))]),
  ...(unfit.length === 0 ? [] : [printed`  no line fits: ${joined(unfit.map(printable), printed`, `)}`]),
];

const misfitBlocks = ({ misfit, isRecord, misfits }: FitView, lines: number): Printable[] =>
  misfit === null || isRecord ? [] : [printed`Lines that do not fit: ${formatCount(misfits)} of ${formatCount(lines)}. The first is ${misfitText(misfit)}`];

const HINT = printed`--format takes the layout as it stands in the server's configuration, or json:FIELD=KEY,... for JSON`;

/** What `formats --explain` prints: how many lines fit each format, one line field by field, and where a line ceases to fit. */
export const explanationText = (path: Printable, view: ExplanationView): Printable => {
  const { lines, blank, chosen, why, record } = view;
  const count = printed`${path}: ${formatCount(lines)} ${lines === 1 ? printed`line` : printed`lines`}${blank === 0 ? printed`` : printed`, and ${formatCount(blank)} blank`}`;
  if (chosen === null) return printed`${count}${lines === 0 ? printed`` : printed`: no format fits any of them`}\n`;
  const blocks = [
    block([count, ...rankingLines(view), printed`${printable(chosen.format)}: ${printable(why)}`]),
    ...(record === null ? [] : recordBlocks(record)),
    ...misfitBlocks(chosen, lines),
    ...(chosen.lines > 0 ? [] : [block([HINT])]),
  ];
  return joined(blocks, printed`\n`);
};
