import blessed from 'blessed';
import type { Widgets } from 'blessed';

/** A terminal to read keys from. */
export type KeyInput = NodeJS.ReadableStream & { isRaw?: boolean; setRawMode?: (raw: boolean) => unknown };

/** A terminal to draw on. */
export type TerminalOutput = NodeJS.WritableStream & { columns?: number; rows?: number };

/** What blessed listens to on the process. It would end the process by itself, and that is not its to decide. */
const PROCESS_EVENTS = ['exit', 'uncaughtException', 'SIGTERM', 'SIGINT', 'SIGQUIT'] as const;

/** What it leaves on its input. */
const INPUT_EVENTS = ['data', 'keypress', 'newListener'] as const;

type Listener = (...values: unknown[]) => void;

/** Remembers who listens; the result removes all who came later. */
const rememberListeners = (emitter: NodeJS.EventEmitter, events: readonly string[]): (() => void) => {
  const before = events.map((event) => new Set(emitter.rawListeners(event) as Listener[]));
  return () => {
    events.forEach((event, index) => {
      for (const listener of emitter.rawListeners(event) as Listener[]) {
        if (before[index]?.has(listener) !== true) emitter.removeListener(event, listener);
      }
    });
  };
};

/** Box-drawing characters as UTF-8 instead of an alternate character set, which tmux and screen show as letters. */
const withUtf8Boxes = <T>(make: () => T): T => {
  const before = process.env['NCURSES_NO_UTF8_ACS'];
  process.env['NCURSES_NO_UTF8_ACS'] = '1';
  try {
    return make();
  } finally {
    if (before === undefined) delete process.env['NCURSES_NO_UTF8_ACS'];
    else process.env['NCURSES_NO_UTF8_ACS'] = before;
  }
};

export interface OpenScreen {
  screen: Widgets.Screen;
  /** Gives the terminal back as it was: screen, cursor, raw mode, listeners. May be called twice. */
  close: () => void;
}

/** Takes the terminal: alternate screen, no cursor, raw keys. No handler of signals or of the process's end stays behind. */
export const openScreen = (input: KeyInput, output: TerminalOutput): OpenScreen => {
  const forgetProcess = rememberListeners(process, PROCESS_EVENTS);
  const forgetInput = rememberListeners(input, INPUT_EVENTS);
  const screen = withUtf8Boxes(() =>
    blessed.screen({
      input: input as unknown as Widgets.IScreenOptions['input'],
      output: output as unknown as Widgets.IScreenOptions['output'],
      terminal: 'xterm-256color',
      forceUnicode: true,
      fullUnicode: true,
      smartCSR: true,
    }),
  );
  forgetProcess();
  let isOpen = true;
  return {
    screen,
    close() {
      if (!isOpen) return;
      isOpen = false;
      screen.destroy();
      forgetInput();
    },
  };
};
