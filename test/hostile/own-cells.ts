import { expect } from 'vitest';
import { cellsOfCharacter } from '../../src/render/cells.js';
import { createWitness } from './witness.js';

/** The cells that a text takes by our own account: its characters with their marks, `>` after a wide one. */
export const cellTexts = (text: string): string[] => {
  const cells: string[] = [];
  for (const character of text) {
    const width = cellsOfCharacter(character);
    if (width === 0) cells.push(`${cells.pop() ?? ''}${character}`);
    else cells.push(character);
    if (width === 2) cells.push('>');
  }
  return cells;
};

/** The same, filled up to a width. */
export const cellRow = (text: string, columns: number): string[] => {
  const cells = cellTexts(text);
  return [...cells, ...new Array<string>(Math.max(0, columns - cells.length)).fill(' ')];
};

/** Writes text to a terminal on which all of it has room, and judges: each line is a row of the cells that we say, and that is all. */
export const expectOwnCells = async (text: string): Promise<void> => {
  const lines = text.split('\n');
  const columns = 2 + Math.max(...lines.map((line) => cellTexts(line).length));
  const witness = createWitness(columns, lines.length + 1);
  const before = witness.state();
  await witness.write(text);
  expect(witness.events).toEqual([]);
  expect(witness.state()).toEqual({ ...before, cursor: [cellTexts(lines.at(-1) ?? '').length, lines.length - 1] });
  expect(witness.screen()).toEqual([...lines, ''].map((line) => cellRow(line, columns)));
};
