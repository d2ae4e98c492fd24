import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { UserError } from '../core/user-error.js';
import type { Shell } from './shell.js';

/**
 * Where the dashboard's keys come from: stdin, unless that is read as a log or is no terminal; then the terminal itself.
 *
 * @throws UserError when there is none
 */
export const openKeys = (shell: Shell, readsStdin: boolean): NodeJS.ReadStream => {
  if (!readsStdin && shell.stdin.isTTY) return shell.stdin;
  try {
    return new ReadStream(openSync('/dev/tty', 'r+'));
  } catch {
    throw new UserError('/dev/tty: there is no terminal to read keys from', 'use --headless');
  }
};
