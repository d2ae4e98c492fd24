import assert from 'node:assert/strict';
import {
  closeSync,
  copyFileSync,
  linkSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskFile } from './disk-file.js';
import type { WatchedFiles } from './watched-files.js';
import { identityOf } from './watched-files.js';

export const identityAt = (path: string): string | null => {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : identityOf({ device: stats.dev, inode: stats.ino });
};

/**
 * A directory on the disk and a model of it, side by side: what is done to the one is done to the other, and each step
 * asserts on the disk that it did what it says.
 */
export class Disk {
  readonly directory = mkdtempSync(join(tmpdir(), 'alm-model-'));
  /** all that ever were, the oldest first */
  readonly files: DiskFile[] = [];
  /** texts that may be read although no line is made of them alone: lines that were cut */
  readonly pieces: string[] = [];
  /** texts of lines that stood in a copy at some time */
  readonly copied: string[] = [];
  readonly #byPath = new Map<string, DiskFile>();
  readonly #watched: WatchedFiles;
  readonly #now: () => number;

  /** @param watched the file system with the follower's eyes */
  constructor(watched: WatchedFiles, now: () => number) {
    this.#watched = watched;
    this.#now = now;
  }

  at(path: string): DiskFile | null {
    return this.#byPath.get(path) ?? null;
  }

  /** Names of files, those that were made last at the end. */
  get paths(): string[] {
    return [...this.#byPath.keys()];
  }

  create(path: string): DiskFile {
    closeSync(openSync(path, 'wx'));
    return this.found(path);
  }

  /** Somebody made a file. */
  found(path: string): DiskFile {
    const identity = identityAt(path);
    assert(identity !== null && !this.#byPath.has(path));
    const file = new DiskFile(this.files.length + 1, identity);
    file.lastSign = this.#now();
    this.files.push(file);
    this.#name(file, path);
    return file;
  }

  /** What stands at the new name loses it. */
  rename(from: string, to: string): void {
    const file = this.#get(from);
    const replaced = this.at(to);
    assert.notEqual(file, replaced);
    renameSync(from, to);
    if (replaced !== null) this.#unname(replaced, to);
    this.#byPath.delete(from);
    file.names.delete(from);
    this.#name(file, to);
    this.cut(file);
    assert.equal(identityAt(from), null);
    assert.equal(identityAt(to), file.identity);
  }

  copy(from: string, to: string): void {
    const file = this.#get(from);
    copyFileSync(from, to);
    const copy = this.found(to);
    copy.hold(file);
    this.copied.push(...file.lines.map((line) => line.text));
    // Of a short file that keeps another name nobody can say that it was copied: both may be read.
    // The same when the copy got the inode of a file of which nothing had been read.
    const isReused = this.files.some((other) => other !== copy && other.identity === copy.identity);
    if (file.names.size > 1 || isReused) this.pieces.push(...file.lines.map((line) => line.text));
    this.cut(file);
    assert.notEqual(copy.identity, file.identity);
    assert.equal(statSync(to).size, file.content.length);
  }

  /** @param size the bytes that stay; what they hold has to be written to the model anew */
  truncate(path: string, size: number): void {
    const file = this.#get(path);
    assert(size <= file.content.length);
    truncateSync(path, size);
    this.cut(file);
    file.empty();
    assert.equal(identityAt(path), file.identity);
    assert.equal(statSync(path).size, size);
  }

  remove(path: string): void {
    const file = this.#get(path);
    unlinkSync(path);
    this.#unname(file, path);
    assert.equal(identityAt(path), null);
  }

  link(path: string, other: string): void {
    const file = this.#get(path);
    linkSync(path, other);
    this.#name(file, other);
    assert.equal(statSync(path).nlink, file.names.size);
  }

  /** What stands behind the last newline may be taken for a line: it was the file's last. */
  cut(file: DiskFile): void {
    if (file.pending !== '') this.pieces.push(file.pending, file.pending.slice(file.remnant));
  }

  /** What has no name, and is not held, is gone for good. */
  forget(): void {
    for (const file of this.files) {
      if (file.isGone || file.names.size > 0 || this.#watched.holds(file.identity)) continue;
      file.isGone = true;
      this.#watched.forget(file.identity);
    }
  }

  /** The disk is as the model has it. */
  check(): void {
    for (const [path, file] of this.#byPath) {
      assert.equal(identityAt(path), file.identity, path);
      assert.equal(readFileSync(path, 'latin1'), file.content, path);
    }
  }

  /** Names, inodes and sizes, for people. */
  list(directory = this.directory): string[] {
    const entries = readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return this.list(path);
      const stats = statSync(path, { throwIfNoEntry: false });
      const name = `${path.slice(this.directory.length + 1)}${entry.isSymbolicLink() ? ' ->' : ''}`;
      return stats === undefined ? [`${name} nothing`] : [`${name} (inode ${stats.ino}, ${stats.size} bytes)`];
    });
    return entries.sort();
  }

  dispose(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  #get(path: string): DiskFile {
    const file = this.at(path);
    assert(file !== null, path);
    assert.equal(identityAt(path), file.identity);
    return file;
  }

  #name(file: DiskFile, path: string): void {
    this.#byPath.set(path, file);
    file.names.add(path);
  }

  #unname(file: DiskFile, path: string): void {
    this.#byPath.delete(path);
    file.names.delete(path);
    this.cut(file);
    this.forget();
  }
}
