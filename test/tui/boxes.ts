import type { Layout, Rect, Size } from '../../src/tui/layout.js';

/** A layout as boxes of ASCII, each with its name. */
export const drawBoxes = ({ width, height }: Size, places: Layout | null): string => {
  if (places === null) return '(too small)';
  const screen = Array.from({ length: height }, () => new Array<string>(width).fill(' '));
  const write = (text: string, left: number, top: number): void => {
    Array.from(text).forEach((character, index) => {
      const row = screen[top];
      if (row !== undefined && left + index < width) row[left + index] = character;
    });
  };
  const draw = (name: string, rect: Rect): void => {
    const edge = `+${'-'.repeat(rect.width - 2)}+`;
    for (let y = 0; y < rect.height; y += 1) {
      write(y === 0 || y === rect.height - 1 ? edge : `|${' '.repeat(rect.width - 2)}|`, rect.left, rect.top + y);
    }
    write(` ${name} `, rect.left + 2, rect.top);
  };
  draw(`header`, places.header);
  for (const { name, rect } of places.panels) draw(name, rect);
  write('footer'.padEnd(width, '.'), places.footer.left, places.footer.top);
  return screen.map((row) => row.join('').trimEnd()).join('\n');
};
