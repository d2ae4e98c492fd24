import xterm from '@xterm/headless';

/** What an attack on a terminal would change besides its cells. */
export interface TerminalState {
  cursor: readonly [number, number];
  buffer: string;
  modes: object;
  scrollRegion: readonly [number, number];
  /** what a letter looks like that is written next: its character set and style */
  pen: string;
}

/** A terminal in memory that remembers whatever happened to it. */
export interface Witness {
  readonly terminal: xterm.Terminal;
  /** titles, bells, answers, links, clipboards: each with what it said */
  readonly events: readonly string[];
  write: (text: string) => Promise<void>;
  /** Each cell of a row of the screen: character, cells, and style where it has one. */
  row: (y: number) => string[];
  /** All rows of the screen. */
  screen: () => string[][];
  state: () => TerminalState;
}

/** What xterm keeps and does not tell by its public types. */
interface Inside {
  _core: {
    _bufferService: { buffer: { scrollTop: number; scrollBottom: number } };
    _inputHandler: { _curAttrData: { fg: number; bg: number } };
    _charsetService: { glevel: number; charset: object | undefined };
  };
}

/** Commands to the system around the terminal that xterm itself leaves to others. */
const SYSTEM_COMMANDS = [4, 5, 7, 8, 9, 10, 11, 12, 17, 50, 52, 104, 110, 111, 112, 133, 633, 777, 1337] as const;

/** @param events collects what happens */
export const watch = (terminal: xterm.Terminal, events: string[]): void => {
  terminal.onTitleChange((title) => events.push(`title ${title}`));
  terminal.onBell(() => events.push('bell'));
  terminal.onData((data) => events.push(`answer ${JSON.stringify(data)}`));
  terminal.onBinary((data) => events.push(`answer ${JSON.stringify(data)}`));
  for (const command of SYSTEM_COMMANDS) {
    terminal.parser.registerOscHandler(command, (data) => {
      events.push(`command ${command} ${data}`);
      return true;
    });
  }
};

export const stateOf = (terminal: xterm.Terminal): TerminalState => {
  const { _bufferService, _inputHandler, _charsetService } = (terminal as unknown as Inside)._core;
  const { fg, bg } = _inputHandler._curAttrData;
  const { scrollTop, scrollBottom } = _bufferService.buffer;
  return {
    cursor: [terminal.buffer.active.cursorX, terminal.buffer.active.cursorY],
    buffer: terminal.buffer.active.type,
    modes: { ...terminal.modes },
    scrollRegion: [scrollTop, scrollBottom],
    pen: `${fg} ${bg} ${_charsetService.glevel} ${String(_charsetService.charset !== undefined)}`,
  };
};

/** Each cell of a row: its character, `>` after a wide one, and behind a tab its style where it has one. */
export const cellsOfRow = (terminal: xterm.Terminal, y: number): string[] => {
  const { active } = terminal.buffer;
  const line = active.getLine(active.baseY + y);
  const reused = active.getNullCell();
  return Array.from({ length: terminal.cols }, (_, x) => {
    const cell = line?.getCell(x, reused);
    if (cell === undefined) return '';
    const style = cell.isAttributeDefault() ? '' : `\t${cell.getFgColor()} ${cell.getBgColor()} ${cell.isBold()} ${cell.isInverse()} ${cell.isInvisible()}`;
    return `${cell.getWidth() === 0 ? '>' : cell.getChars() || ' '}${style}`;
  });
};

export const createWitness = (columns: number, rows: number): Witness => {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0, convertEol: true });
  const events: string[] = [];
  watch(terminal, events);
  return {
    terminal,
    events,
    write: (text) =>
      new Promise((resolve) => {
        terminal.write(text, resolve);
      }),
    row: (y) => cellsOfRow(terminal, y),
    screen: () => Array.from({ length: rows }, (_, y) => cellsOfRow(terminal, y)),
    state: () => stateOf(terminal),
  };
};
