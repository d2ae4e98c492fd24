import { PassThrough } from 'node:stream';
import xterm from '@xterm/headless';
import type { KeyInput, TerminalOutput } from '../../../src/tui/blessed/screen.js';

/** One cell of a screen. */
export interface ScreenCell {
  text: string;
  /** number of the palette; null for the terminal's own foreground */
  color: number | null;
  bold: boolean;
  inverse: boolean;
}

/** A terminal in memory: what is written to `output` is drawn on it, and keys come from `input`. */
export interface FakeTerminal {
  /** what it is drawn on; to be looked at after `lines` or `cells` */
  readonly screen: xterm.Terminal;
  input: KeyInput & { isRaw: boolean };
  output: TerminalOutput;
  /** Presses keys: their bytes, as a terminal sends them. */
  press(...keys: string[]): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** The rows of the screen, without the blanks at their ends. */
  lines(): Promise<string[]>;
  cells(): Promise<ScreenCell[][]>;
  /** whether the screen is the alternate one, and whether the cursor is hidden */
  state(): Promise<{ alternate: boolean; cursorHidden: boolean; mouse: string }>;
  /** all that was written */
  written(): string;
}

const tick = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

export const createFakeTerminal = (columns: number, rows: number): FakeTerminal => {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  terminal.write('the shell before\r\n$ ');
  let written = '';
  const output = Object.assign(new PassThrough(), { columns, rows, isTTY: true });
  output.on('data', (chunk: Buffer) => {
    written += chunk.toString();
    terminal.write(chunk);
  });
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode(raw: boolean) {
      input.isRaw = raw;
      return input;
    },
  });
  /** Until all that was written is drawn. */
  const settled = async (): Promise<void> => {
    await tick();
    await tick();
    await new Promise<void>((resolve) => {
      terminal.write('', resolve);
    });
  };
  return {
    screen: terminal,
    input,
    output,
    async press(...keys) {
      for (const key of keys) {
        input.write(key);
        await settled();
      }
    },
    async resize(newColumns, newRows) {
      terminal.resize(newColumns, newRows);
      Object.assign(output, { columns: newColumns, rows: newRows });
      output.emit('resize');
      await settled();
    },
    async lines() {
      await settled();
      const { active } = terminal.buffer;
      return Array.from({ length: terminal.rows }, (_, y) =>
        (active.getLine(active.baseY + y)?.translateToString() ?? '').trimEnd(),
      );
    },
    async cells() {
      await settled();
      const { active } = terminal.buffer;
      return Array.from({ length: terminal.rows }, (_, y) =>
        Array.from({ length: terminal.cols }, (__, x): ScreenCell => {
          const cell = active.getLine(active.baseY + y)?.getCell(x);
          return {
            text: cell?.getChars() ?? '',
            color: cell?.isFgDefault() === false ? cell.getFgColor() : null,
            bold: cell?.isBold() !== 0,
            inverse: cell?.isInverse() !== 0,
          };
        }),
      );
    },
    async state() {
      await settled();
      return {
        alternate: terminal.buffer.active.type === 'alternate',
        cursorHidden: written.lastIndexOf('\u001b[?25l') > written.lastIndexOf('\u001b[?25h'),
        mouse: terminal.modes.mouseTrackingMode,
      };
    },
    written: () => written,
  };
};
