import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import xterm from '@xterm/headless';

const COLUMNS = 120;
const ROWS = 40;

/** A program that runs under a terminal of 120x40 which nobody sees. */
export interface PseudoTerminal {
  /** the program's own process */
  pid(): number;
  /** what the screen shows now, row by row */
  screen(): string[];
  /** Types on its keyboard. */
  type(keys: string): void;
  /** Resolves with the instant (of `performance.now()`) at which output came that made the screen match. */
  shows(pattern: RegExp): Promise<number>;
  /** Resolves when the program has ended. */
  readonly ended: Promise<void>;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Starts a program under a pseudo-terminal that util-linux's `script` makes; `@xterm/headless` reads what it draws. */
export const openPseudoTerminal = (command: readonly string[]): PseudoTerminal => {
  const inShell = `stty cols ${COLUMNS} rows ${ROWS}; exec ${command.map(quoted).join(' ')}`;
  const child = spawn('script', ['-qfc', inShell, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TERM: 'xterm-256color', SHELL: '/bin/sh' },
  });
  const terminal = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => {
      resolve();
    });
  });
  let waiting: { pattern: RegExp; found: (at: number) => void }[] = [];

  const screen = (): string[] =>
    Array.from({ length: ROWS }, (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '');

  const tellWaiting = (at: number): void => {
    if (waiting.length === 0) return;
    const text = screen().join('\n');
    waiting = waiting.filter(({ pattern, found }) => {
      if (!pattern.test(text)) return true;
      found(at);
      return false;
    });
  };

  child.stdout.on('data', (chunk: Buffer) => {
    const at = performance.now();
    terminal.write(chunk, () => {
      tellWaiting(at);
    });
  });

  return {
    pid: () => {
      const own = child.pid ?? 0;
      return Number(readFileSync(`/proc/${own}/task/${own}/children`, 'latin1').trim().split(' ')[0]);
    },
    screen,
    type: (keys) => child.stdin.write(keys),
    shows: (pattern) =>
      new Promise((found) => {
        waiting.push({ pattern, found });
        tellWaiting(performance.now());
      }),
    ended,
  };
};
