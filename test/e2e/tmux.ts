import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { bareEnv } from '../support/program.js';

const run = promisify(execFile);

/** Whether there is a tmux to run the tests in. */
export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** How long a condition may take to come true on a busy machine; milliseconds. */
const PATIENCE = 15_000;
const PAUSE = 40;

export interface TerminalSize {
  columns: number;
  rows: number;
}

/** A terminal with a shell in it, inside a tmux server of its own. */
export interface Terminal {
  /** a folder of its own, in which the shell stands */
  readonly directory: string;
  /** Types text as it is. */
  type(text: string): Promise<void>;
  /** Presses keys by tmux's names, such as `Enter`, `C-c`, `BTab`, `PageDown`. */
  press(...keys: string[]): Promise<void>;
  resize(size: TerminalSize): Promise<void>;
  /** The rows of the screen, without the blanks at their ends. */
  screen(): Promise<string[]>;
  /** The screen with its colours as escape sequences. */
  colors(): Promise<string>;
  /** A tmux format, such as `#{cursor_flag}`, filled in for this terminal. */
  query(format: string): Promise<string>;
  /** Waits until the screen is as it should be; gives the screen. Fails with the screen in its message. */
  waitFor(what: string | RegExp | ((screen: string) => boolean)): Promise<string>;
  close(): Promise<void>;
}

let opened = 0;

/** Opens a terminal. `close` it in the end. */
export const openTerminal = async ({ columns, rows }: TerminalSize): Promise<Terminal> => {
  opened += 1;
  const directory = mkdtempSync(join(tmpdir(), 'alm-terminal-'));
  const socket = join(directory, `tmux-${opened}`);
  const tmux = async (...args: string[]): Promise<string> => {
    const { stdout } = await run('tmux', ['-f', '/dev/null', '-S', socket, ...args]);
    return stdout;
  };
  const env = { ...bareEnv(), LANG: 'C.UTF-8', PS1: '$ ', HOME: directory };
  await run(
    'tmux',
    ['-f', '/dev/null', '-u', '-S', socket, 'new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, '-c', directory, 'sh'],
    { env },
  );
  await tmux('set-option', '-g', 'status', 'off', ';', 'set-option', '-g', 'window-size', 'manual');
  await tmux('resize-window', '-x', `${columns}`, '-y', `${rows}`);

  const screen = async (): Promise<string[]> => (await tmux('capture-pane', '-p')).replace(/\n$/, '').split('\n');

  return {
    directory,
    screen,
    type: async (text) => {
      await tmux('send-keys', '-l', '--', text);
    },
    press: async (...keys) => {
      await tmux('send-keys', ...keys);
    },
    resize: async (size) => {
      await tmux('resize-window', '-x', `${size.columns}`, '-y', `${size.rows}`);
    },
    colors: () => tmux('capture-pane', '-p', '-e'),
    query: async (format) => (await tmux('display-message', '-p', format)).trim(),
    waitFor: async (what) => {
      const holds = (text: string): boolean => {
        if (typeof what === 'string') return text.includes(what);
        return what instanceof RegExp ? what.test(text) : what(text);
      };
      const deadline = performance.now() + PATIENCE;
      for (;;) {
        const text = (await screen()).join('\n');
        if (holds(text)) return text;
        if (performance.now() > deadline) throw new Error(`waited in vain for ${String(what)}; the screen:\n${text}`);
        await sleep(PAUSE);
      }
    },
    close: async () => {
      await tmux('kill-server').catch(() => undefined);
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
