import assert from 'node:assert/strict';
import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { LoggedLine } from './disk-file.js';
import { DiskFile } from './disk-file.js';
import type { LineStyle } from './line-maker.js';
import { LineMaker } from './line-maker.js';
import type { WatchedFiles } from './watched-files.js';
import { identityOf } from './watched-files.js';

/** How a log is kept. */
export interface LogStyle extends LineStyle {
  /** the followed name is the file's; a symbolic link to it; or its directory is a symbolic link */
  layout: 'plain' | 'file link' | 'directory link';
  /** rotated files are renamed to .1 -> .2 -> .3 and gone; or get a number that grows; or a date */
  names: 'chain' | 'numbers' | 'dates';
  /** with O_APPEND; or at the position where it wrote last, wherever the file ends */
  writer: 'append' | 'position';
  /** each file begins with a byte order mark */
  mark: boolean;
}

const KEPT = 3;

const identityAt = (path: string): string | null => {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : identityOf({ device: stats.dev, inode: stats.ino });
};

/**
 * A log in a directory of its own, as a server and logrotate handle it, on the disk and in a model of the disk side by side.
 * Each step asserts on the disk that it did what it says.
 */
export class ServedLog {
  /** the followed name */
  readonly path: string;
  readonly lines: LoggedLine[] = [];
  readonly files: DiskFile[] = [];
  /** texts that may be read although no line is made of them alone: lines that were cut */
  readonly pieces: string[] = [];
  readonly #directory = mkdtempSync(join(tmpdir(), 'alm-model-'));
  readonly #style: LogStyle;
  readonly #maker: LineMaker;
  readonly #now: () => number;
  readonly #watched: WatchedFiles;
  readonly #byPath = new Map<string, DiskFile>();
  #real: string;
  #writer: { descriptor: number; file: DiskFile; position: number } | null = null;
  /** what is left to write of a line that was begun */
  #rest = '';
  #rotations = 0;
  #places = 1;

  /** @param watched the file system with the follower's eyes */
  constructor(style: LogStyle, now: () => number, watched: WatchedFiles) {
    this.#watched = watched;
    this.#style = style;
    this.#maker = new LineMaker(style);
    this.#now = now;
    this.#real = this.#place(1);
    mkdirSync(dirname(this.#real), { recursive: true });
    this.path = join(this.#directory, ...{ plain: ['access.log'], 'file link': ['current.log'], 'directory link': ['current', 'access.log'] }[style.layout]);
    this.#link();
  }

  /** What stands at the followed name. */
  get named(): DiskFile | null {
    return this.#byPath.get(this.#real) ?? null;
  }

  /** The newest of the rotated files that the server does not write to. */
  get rotated(): string | null {
    const rotated = [...this.#byPath].filter(([path, file]) => this.#isRotated(path) && file !== this.#writer?.file && file !== this.named);
    return rotated.at(-1)?.[0] ?? null;
  }

  get hasWriter(): boolean {
    return this.#writer !== null;
  }

  get writesElsewhere(): boolean {
    return this.#writer !== null && this.#writer.file !== this.named;
  }

  /** Whether a follower that looks can find what the file holds. */
  isInReach(file: DiskFile): boolean {
    if (file.isGone) return false;
    return file === this.named || this.#watched.holds(file.identity) || (file.names.size > 0 && !file.isStrange);
  }

  /** What has no name, and is not held, is gone for good. */
  forget(): void {
    for (const file of this.files) {
      if (file.isGone || file.names.size > 0 || this.#watched.holds(file.identity)) continue;
      file.isGone = true;
      this.#watched.forget(file.identity);
    }
  }

  /** Finishes the line that was begun, and writes some more. */
  write(count: number): void {
    this.finishLine();
    for (let i = 0; i < count; i += 1) this.#append(this.#next());
  }

  /** Writes at most so many bytes of a line, and never its newline. */
  writePart(bytes: number): void {
    if (this.#rest === '') this.#rest = this.#next();
    const part = this.#rest.slice(0, Math.min(bytes, this.#rest.length - 1));
    this.#rest = this.#rest.slice(part.length);
    if (part !== '') this.#append(part);
  }

  finishLine(): void {
    const rest = this.#rest;
    this.#rest = '';
    if (rest !== '') this.#append(rest);
  }

  /** Writes lines until the file is longer than so many bytes. */
  writeBeyond(bytes: number): void {
    do this.write(1);
    while (this.#open().file.content.length <= bytes);
  }

  /** The server closes its file. It opens the name anew, and creates it where it is missing, with its next line. */
  letGo(): void {
    if (this.#writer !== null) closeSync(this.#writer.descriptor);
    this.#writer = null;
    this.#rest = '';
  }

  /** The server closes its file, and opens what stands at the name. */
  reopen(): void {
    this.letGo();
    this.#open();
  }

  create(): void {
    assert.equal(this.named, null);
    closeSync(openSync(this.#real, 'wx'));
    this.#register(this.#real);
  }

  /** The name goes to the oldest file but one, and so on; the file at the name gets the newest of the old names. */
  rename(): void {
    const { named } = this;
    assert(named !== null);
    const old = this.#nextName();
    renameSync(this.#real, old);
    this.#rename(named, this.#real, old);
    assert.equal(identityAt(this.#real), null);
    assert.equal(identityAt(old), named.identity);
    named.lastSign = this.#now();
    this.#cut(named);
  }

  /** A file that was written beside the log takes its name. */
  createFromTemporary(temporary: string, count: number): void {
    const path = join(dirname(this.#real), temporary === '' ? '.new' : `${basename(this.#real)}${temporary}`);
    const descriptor = openSync(path, 'wx');
    const file = this.#register(path);
    for (let i = 0; i < count; i += 1) {
      const text = this.#maker.next(file.number, file.content === '');
      writeSync(descriptor, text, null, 'latin1');
      this.lines.push(...file.write(text, file.content.length));
    }
    closeSync(descriptor);
    const { named } = this;
    renameSync(path, this.#real);
    if (named !== null) this.#unname(named, this.#real);
    this.#rename(file, path, this.#real);
    assert.equal(identityAt(this.#real), file.identity);
    assert.notEqual(named?.identity, file.identity);
  }

  /** Makes a copy beside the log, as `cp` does. */
  copy(): void {
    const { named } = this;
    assert(named !== null);
    const path = this.#nextName();
    copyFileSync(this.#real, path);
    const copy = this.#register(path);
    copy.hold(named);
    this.#cut(named);
    assert.notEqual(copy.identity, named.identity);
    assert.equal(statSync(path).size, named.content.length);
  }

  /**
   * @param size the bytes that stay
   * @param wasRead whether a line was read, which then need not be read again
   */
  truncate(size: number, wasRead: (text: string) => boolean): void {
    const { named } = this;
    assert(named !== null && size <= named.content.length);
    const kept = named.content.slice(0, size);
    const before = named.lines;
    truncateSync(this.#real, size);
    this.#empty(named);
    if (size > 0) {
      // What stays is the beginning of a new content, and may be read a second time.
      const again = named.write(kept, 0);
      this.lines.push(...again);
      again.forEach((line, i) => {
        if (before[i]?.isOld === true || wasRead(line.text)) line.lost = 'it stood there before a truncation';
      });
      this.letGo();
    }
    assert.equal(identityAt(this.#real), named.identity);
    assert.equal(statSync(this.#real).size, size);
    if (this.#writer?.file === named) this.#rest = '';
  }

  /** Writes the file anew, in place, to the size that it had. False when it is too short for that. */
  rewrite(): boolean {
    const { named } = this;
    assert(named !== null);
    const size = named.content.length;
    const text = this.#maker.ofSize(named.number, size);
    if (text === null) return false;
    const modified = statSync(this.#real, { bigint: true }).mtimeNs;
    this.#empty(named);
    this.letGo();
    const descriptor = openSync(this.#real, 'r+');
    // A file system's clock may be coarse: what happens within one step of it, no reader can tell.
    do writeSync(descriptor, text, 0, 'latin1');
    while (statSync(this.#real, { bigint: true }).mtimeNs === modified);
    closeSync(descriptor);
    this.lines.push(...named.write(text, 0));
    assert.equal(statSync(this.#real).size, size);
    assert.equal(identityAt(this.#real), named.identity);
    return true;
  }

  remove(path = this.#real): void {
    const file = this.#byPath.get(path);
    assert(file !== undefined);
    unlinkSync(path);
    this.#unname(file, path);
    assert(!existsSync(path));
  }

  hardLink(): void {
    const { named } = this;
    assert(named !== null);
    const path = `${this.#real}.link-${(this.#rotations += 1)}`;
    linkSync(this.#real, path);
    named.names.add(path);
    this.#byPath.set(path, named);
    assert.equal(statSync(path).nlink, named.names.size);
  }

  /** Compresses a rotated file, as logrotate does: nothing of it can be read by following any more. */
  compress(path: string): void {
    const file = this.#byPath.get(path);
    assert(file !== undefined);
    const descriptor = openSync(`${path}.gz`, 'w');
    writeSync(descriptor, gzipSync(Buffer.from(file.content, 'latin1')));
    closeSync(descriptor);
    this.remove(path);
  }

  /** The symbolic link leads elsewhere, where nothing stands yet. */
  swap(): void {
    const { named } = this;
    if (named !== null) {
      named.lastSign = this.#now();
      this.#cut(named);
    }
    this.#places += 1;
    this.#real = this.#place(this.#places);
    mkdirSync(dirname(this.#real), { recursive: true });
    this.#link();
  }

  /** Names and sizes, for people. */
  list(): string[] {
    const walk = (directory: string): string[] =>
      readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
        const path = join(directory, entry.name);
        if (entry.isDirectory()) return walk(path);
        const stats = statSync(path, { throwIfNoEntry: false });
        const name = path.slice(this.#directory.length + 1);
        return stats === undefined ? [`${name} -> nothing`] : [`${name}${entry.isSymbolicLink() ? ' ->' : ''} (inode ${stats.ino}, ${stats.size} bytes)`];
      });
    return walk(this.#directory).sort();
  }

  /** The disk is as the model has it. */
  check(): void {
    for (const [path, file] of this.#byPath) {
      assert.equal(identityAt(path), file.identity, path);
      assert.equal(readFileSync(path, 'latin1'), file.content, path);
    }
    assert.equal(identityAt(this.path), this.named?.identity ?? null);
  }

  dispose(): void {
    this.letGo();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #place(number: number): string {
    if (this.#style.layout === 'plain') return join(this.#directory, 'access.log');
    return this.#style.layout === 'file link'
      ? join(this.#directory, `app-${number}.log`)
      : join(this.#directory, `v${number}`, 'access.log');
  }

  /** Atomically: a link beside it takes its name. */
  #link(): void {
    if (this.#style.layout === 'plain') return;
    const [name, target] = this.#style.layout === 'file link' ? ['current.log', this.#real] : ['current', dirname(this.#real)];
    const beside = join(this.#directory, '.link');
    symlinkSync(target, beside);
    renameSync(beside, join(this.#directory, name));
    assert.equal(identityAt(this.path), identityAt(this.#real));
  }

  #isRotated(path: string): boolean {
    return path !== this.#real && path.startsWith(this.#real) && !path.includes('.link-');
  }

  /** A free name for a rotated file. */
  #nextName(): string {
    this.#rotations += 1;
    if (this.#style.names === 'numbers') return `${this.#real}.${this.#rotations}`;
    if (this.#style.names === 'dates') return `${this.#real}-${20260101 + this.#rotations}`;
    const name = (number: number): string => `${this.#real}.${number}`;
    if (this.#byPath.has(name(KEPT))) this.remove(name(KEPT));
    for (let number = KEPT - 1; number > 0; number -= 1) {
      const file = this.#byPath.get(name(number));
      if (file === undefined) continue;
      renameSync(name(number), name(number + 1));
      this.#rename(file, name(number), name(number + 1));
    }
    return name(1);
  }

  #next(): string {
    const { file } = this.#open();
    return this.#maker.next(file.number, file.lines.length === 0);
  }

  #open(): { descriptor: number; file: DiskFile; position: number } {
    if (this.#writer !== null) return this.#writer;
    const isNew = this.named === null;
    const descriptor = openSync(this.#real, this.#style.writer === 'append' ? 'a' : isNew ? 'w' : 'r+');
    const file = this.named ?? this.#register(this.#real);
    this.#writer = { descriptor, file, position: file.content.length };
    return this.#writer;
  }

  #append(line: string): void {
    const writer = this.#open();
    const { file, descriptor } = writer;
    const appends = this.#style.writer === 'append';
    const at = appends ? file.content.length : writer.position;
    const text = at === 0 && this.#style.mark ? `\xef\xbb\xbf${line}` : line;
    writer.position = at + writeSync(descriptor, text, appends ? null : at, 'latin1');
    const lines = file.write(text, at);
    if (file.isLoose) for (const whole of lines) whole.lost = 'its file may have been given up';
    this.lines.push(...lines);
    file.lastSign = this.#now();
  }

  #register(path: string): DiskFile {
    const identity = identityAt(path);
    assert(identity !== null);
    const file = new DiskFile(this.files.length + 1, identity);
    file.names.add(path);
    file.lastSign = this.#now();
    this.files.push(file);
    this.#byPath.set(path, file);
    return file;
  }

  #rename(file: DiskFile, from: string, to: string): void {
    this.#byPath.delete(from);
    file.names.delete(from);
    this.#byPath.set(to, file);
    file.names.add(to);
  }

  #unname(file: DiskFile, path: string): void {
    if (this.#byPath.get(path) === file) this.#byPath.delete(path);
    file.names.delete(path);
    file.lastSign = this.#now();
    this.#cut(file);
    this.forget();
  }

  #empty(file: DiskFile): void {
    this.#cut(file);
    file.empty();
  }

  /** What stands behind the last newline may be taken for a line: it was the file's last. */
  #cut(file: DiskFile): void {
    if (file.pending !== '') this.pieces.push(file.pending);
  }
}
