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

/**
 * The environment that blessed should see while it looks at the terminal. Box-drawing characters go out as UTF-8, not as an
 * alternate character set, which tmux and screen show as letters. And it would run `tmux -V` for the sake of a mouse that
 * nobody asked for.
 */
const ENVIRONMENT: Readonly<Record<string, string | null>> = { NCURSES_NO_UTF8_ACS: '1', TMUX: null };

const setVariable = (name: string, value: string | null | undefined): void => {
  if (value === null || value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
};

const withEnvironment = <T>(make: () => T): T => {
  const before = Object.keys(ENVIRONMENT).map((name) => [name, process.env[name]] as const);
  for (const [name, value] of Object.entries(ENVIRONMENT)) setVariable(name, value);
  try {
    return make();
  } finally {
    for (const [name, value] of before) setVariable(name, value);
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
  const screen = withEnvironment(() =>
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
