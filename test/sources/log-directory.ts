import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory of its own for a test, gone when the test is over. */
export const logDirectory = (): { path: (name: string) => string; remove: () => void } => {
  const directory = mkdtempSync(join(tmpdir(), 'alm-sources-'));
  return {
    path: (name) => join(directory, name),
    remove: () => {
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

/** The log of a server, as the server and logrotate handle it. */
export class ServerLog {
  readonly #directory = logDirectory();
  readonly path = this.#directory.path('access.log');
  #descriptor: number | null = null;
  #rotations = 0;

  constructor() {
    onTestFinished(() => {
      this.dispose();
    });
  }

  in(name: string): string {
    return this.#directory.path(name);
  }

  dispose(): void {
    this.letGo();
    this.#directory.remove();
  }

  /** The server appends through the descriptor that it holds; it opens one when it holds none. */
  write(text: string | Buffer): void {
    this.#descriptor ??= openSync(this.path, 'a');
    writeSync(this.#descriptor, Buffer.from(text as string, 'latin1'));
  }

  /** The server closes its descriptor, and opens the name anew with the next write. */
  letGo(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  /** The name moves on; the server keeps its descriptor until it is told. Returns the new name. */
  rename(): string {
    this.#rotations += 1;
    const old = `${this.path}.${String(this.#rotations)}`;
    renameSync(this.path, old);
    return old;
  }

  /** Somebody else creates the file anew. */
  create(text = ''): void {
    writeFileSync(this.path, text);
  }

  append(text: string): void {
    appendFileSync(this.path, text);
  }

  truncate(size = 0): void {
    truncateSync(this.path, size);
  }

  remove(): void {
    rmSync(this.path);
  }
}
