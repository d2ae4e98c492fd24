import { cellsIn } from '../../render/cells.js';
import { printable } from '../../render/printable.js';
import type { Prompt } from '../prompt.js';
import { accent, cell, fitRow, muted, space, strong, styled, trouble } from '../styled.js';
import type { Row } from '../styled.js';

const SIGN = ' / ';
const EXAMPLE = 'such as status:>=500 section:api -host:10.0.0.0/8; empty shows everything';

const cellsOf = (text: string): number => cellsIn(printable(text));

/** The end of a text that fits into so many cells. */
const endOf = (text: string, cells: number): string => {
  if (cellsOf(text) <= cells) return text;
  const characters = Array.from(text);
  let from = characters.length;
  let left = cells - 1;
  while (from > 0) {
    left -= cellsOf(characters[from - 1] ?? '');
    if (left < 0) break;
    from -= 1;
  }
  return `…${characters.slice(from).join('')}`;
};

const textRow = ({ text, cursor }: Prompt, width: number): { row: Row; column: number } => {
  const room = Math.max(2, width - SIGN.length - 2);
  const before = endOf(text.slice(0, cursor), room);
  const [at = ' ', ...rest] = Array.from(text.slice(cursor));
  const behind = room - cellsOf(before) - cellsOf(at) + 1;
  return {
    row: fitRow(
      [
        accent(SIGN),
        strong(before),
        styled(at, { bold: true, inverse: true }),
        text === '' ? muted(` ${EXAMPLE}`) : cell(rest.join(''), Math.max(1, behind), { bold: true }),
      ],
      width,
    ),
    column: SIGN.length + cellsOf(before),
  };
};

/** The filter that is being typed; what is wrong with it stands below, at a caret. */
export const promptRows = (prompt: Prompt, width: number): Row[] => {
  const { row, column } = textRow(prompt, width);
  const { mistake } = prompt;
  if (mistake === null) return [row];
  const message = cellsOf(mistake.message);
  const caret = [space(column), trouble('^')];
  if (column + 2 + message < width) return [row, fitRow([...caret, space(1), trouble(mistake.message)], width)];
  const from = Math.max(1, width - 1 - message);
  return [row, fitRow(caret, width), fitRow([space(from), cell(mistake.message, Math.max(1, width - from - 1), { tone: 'trouble', bold: true })], width)];
};
