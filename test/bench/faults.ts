import {
  closeSync,
  copyFileSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A server with its log, and what logrotate and people do to it. Lines are numbered, and never cut unless asked for. */
export class FaultyLog {
  /** what followers are told to follow */
  readonly path: string;
  /** lines that have been written whole */
  written = 0;
  #descriptor: number;
  #half = '';

  /** @param directory is there, and empty */
  constructor(readonly directory: string) {
    mkdirSync(join(directory, 'first'));
    symlinkSync('first', join(directory, 'logs'));
    this.path = join(directory, 'logs', 'access.log');
    this.#descriptor = openSync(this.path, 'a');
  }

  /** Appends lines in one write; the end of a half line comes first. */
  write(count: number): void {
    let text = this.#half;
    if (this.#half !== '') this.written += 1;
    this.#half = '';
    for (let line = 0; line < count; line += 1) {
      text += lineOf(this.written);
      this.written += 1;
    }
    writeSync(this.#descriptor, text);
  }

  /** Appends the first half of a line. */
  writeHalf(): void {
    const line = lineOf(this.written);
    writeSync(this.#descriptor, line.slice(0, 20));
    this.#half = line.slice(20);
  }

  rename(to: string): void {
    renameSync(this.path, `${this.path}.${to}`);
  }

  /** Creates the file anew; the server goes on with the old one. */
  create(): void {
    closeSync(openSync(this.path, 'a'));
  }

  reopen(): void {
    closeSync(this.#descriptor);
    this.#descriptor = openSync(this.path, 'a');
  }

  copy(to: string): void {
    copyFileSync(this.path, `${this.path}.${to}`);
  }

  truncate(): void {
    ftruncateSync(this.#descriptor, 0);
  }

  delete(): void {
    unlinkSync(this.path);
  }

  /** The directory's name leads to another directory at once, as Kubernetes does it. */
  switchDirectory(): void {
    const { directory } = this;
    mkdirSync(join(directory, 'second'));
    symlinkSync('second', join(directory, 'next'));
    renameSync(join(directory, 'next'), join(directory, 'logs'));
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** The line with a number, with its newline. */
export const lineOf = (number: number): string => `${String(number).padStart(9, '0')} ${'a line of a log '.repeat(4)}\n`;

export interface Fault {
  name: string;
  /** All that was written before has been read when it begins; lines are written before, while and after it happens. */
  happen(log: FaultyLog): Promise<void> | void;
}

/** None of them deletes or overwrites what has not stood in some file for as long as the writer could help it. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'renamed and created, 100 lines unread',
    happen: (log) => {
      log.write(100);
      log.rename('1');
      log.reopen();
      log.write(100);
    },
  },
  {
    name: 'renamed and created 4 times at once',
    happen: (log) => {
      for (const to of ['4', '3', '2', '1']) {
        log.write(50);
        log.rename(to);
        log.reopen();
      }
      log.write(50);
    },
  },
  {
    name: 'renamed and created, the server goes on with the old file for 0.5 s',
    happen: async (log) => {
      log.rename('1');
      log.create();
      for (let burst = 0; burst < 10; burst += 1) {
        log.write(10);
        await pause(50);
      }
      log.reopen();
      log.write(50);
    },
  },
  {
    name: 'renamed within a line',
    happen: async (log) => {
      log.writeHalf();
      log.rename('1');
      log.create();
      await pause(100);
      log.write(10);
      log.reopen();
      log.write(50);
    },
  },
  {
    name: 'copied and truncated, 1,000 lines unread',
    happen: (log) => {
      log.write(1000);
      log.copy('1');
      log.truncate();
      log.write(50);
    },
  },
  {
    name: 'truncated, and grown beyond its old size',
    happen: (log) => {
      log.truncate();
      log.write(500);
    },
  },
  {
    name: 'deleted and created, 100 lines unread',
    happen: (log) => {
      log.write(100);
      log.delete();
      log.reopen();
      log.write(100);
    },
  },
  {
    name: 'the directory is a symbolic link that is switched',
    happen: (log) => {
      log.write(100);
      log.switchDirectory();
      log.reopen();
      log.write(100);
    },
  },
];
