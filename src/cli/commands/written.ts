import { constants } from 'node:os';
import { WriteFailure } from '../../headless/write-trouble.js';
import { printable, printed } from '../../render/printable.js';
import { writeMessage } from '../message.js';
import type { Shell } from '../shell.js';
import type { Stop } from './stop.js';

const NOT_WRITTEN = 1;
const BY_SIGNAL = 128;

/** Runs a command that is there for what it writes; gives its exit code. That this cannot be written is told, and is 1. */
export const written = async (shell: Shell, run: () => Promise<number>): Promise<number> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof WriteFailure)) throw error;
    writeMessage(shell.stderr, printed`access-log-monitor: ${printable(error.message)}\n`);
    return NOT_WRITTEN;
  }
};

/** The exit code of one that a signal cut short, as shells have it; 0 when none did. */
export const exitCodeOf = ({ signal }: Stop): number => (signal === null ? 0 : BY_SIGNAL + constants.signals[signal]);
