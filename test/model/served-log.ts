import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, renameSync, statSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Disk, identityAt } from './disk.js';
import type { DiskFile, LoggedLine } from './disk-file.js';
import type { WriterStyle } from './log-writer.js';
import { LogWriter } from './log-writer.js';
import type { WatchedFiles } from './watched-files.js';

/** How a log is kept. */
export interface LogStyle extends WriterStyle {
  /** the followed name is the file's; a symbolic link to it; or its directory is a symbolic link */
  layout: 'plain' | 'file link' | 'directory link';
  /** rotated files are renamed to .1 -> .2 -> .3 and gone; or get a number that grows; or a date */
  names: 'chain' | 'numbers' | 'dates';
}

const KEPT = 3;

/** A log as a server and logrotate handle it. */
export class ServedLog {
  /** the followed name */
  readonly path: string;
  readonly disk: Disk;
  readonly writer: LogWriter;
  readonly #style: LogStyle;
  readonly #now: () => number;
  #real: string;
  #rotations = 0;
  #places = 1;

  /** @param watched the file system with the follower's eyes */
  constructor(style: LogStyle, now: () => number, watched: WatchedFiles) {
    this.#style = style;
    this.#now = now;
    this.disk = new Disk(watched, now);
    this.#real = this.#place(1);
    this.writer = new LogWriter(style, this.disk, () => this.#real, now);
    const names = { plain: ['access.log'], 'file link': ['current.log'], 'directory link': ['current', 'access.log'] };
    this.path = join(this.disk.directory, ...names[style.layout]);
    mkdirSync(dirname(this.#real), { recursive: true });
    this.#link();
  }

  get files(): readonly DiskFile[] {
    return this.disk.files;
  }

  get lines(): LoggedLine[] {
    return this.writer.lines;
  }

  /** Where the log really stands: the names of rotated files begin with it. */
  get place(): string {
    return this.#real;
  }

  /** What stands at the followed name. */
  get named(): DiskFile | null {
    return this.disk.at(this.#real);
  }

  /** Whether the server goes on in a file that does not stand at the name. */
  get writesElsewhere(): boolean {
    return this.writer.file !== null && this.writer.file !== this.named;
  }

  /** The newest of the rotated files that the server does not write to. */
  get rotated(): string | null {
    const isRotated = (path: string): boolean =>
      path !== this.#real && path.startsWith(this.#real) && !path.includes('.link-') && this.disk.at(path) !== this.named;
    return this.disk.paths.findLast((path) => isRotated(path) && this.disk.at(path) !== this.writer.file) ?? null;
  }

  create(): void {
    this.disk.create(this.#real);
  }

  /** The name goes to the oldest file but one, and so on; the file at the name gets the newest of the old names. */
  rename(): void {
    const name = this.#nextName();
    this.#leave();
    this.disk.rename(this.#real, name);
  }

  /** A file that was written beside the log takes its name. */
  createFromTemporary(suffix: string, count: number): void {
    const path = join(dirname(this.#real), suffix === '' ? '.new' : `${basename(this.#real)}${suffix}`);
    const file = this.disk.create(path);
    const descriptor = openSync(path, 'a');
    for (let i = 0; i < count; i += 1) {
      const text = this.writer.maker.next(file.number, file.content === '');
      writeSync(descriptor, text, null, 'latin1');
      this.lines.push(...file.write(text, file.content.length));
    }
    closeSync(descriptor);
    this.#leave();
    this.disk.rename(path, this.#real);
  }

  /** Makes a copy beside the log, as `cp` does. */
  copy(): void {
    this.disk.copy(this.#real, this.#nextName());
  }

  /**
   * @param size the bytes that stay
   * @param wasRead whether a line was read, which then need not be read again
   */
  truncate(size: number, wasRead: (text: string) => boolean): void {
    const { named } = this;
    assert(named !== null);
    const kept = named.content.slice(0, size);
    const before = named.lines;
    this.disk.truncate(this.#real, size);
    if (this.writer.file === named) this.writer.forgetLine();
    if (size === 0) return;
    // What stays is the beginning of a new content, and may be read a second time.
    const again = named.write(kept, 0);
    named.remnant = named.pending.length;
    this.lines.push(...again);
    again.forEach((line, i) => {
      if (before[i]?.isOld === true || wasRead(line.text)) line.lost = 'it stood there before a truncation';
    });
    this.writer.letGo();
  }

  /** Writes the file anew, in place, to the size that it had, unless it is too short for a line. */
  rewrite(): void {
    const { named } = this;
    assert(named !== null);
    const size = named.content.length;
    const text = this.writer.maker.ofSize(named.number, size);
    if (text === null) return;
    const modified = statSync(this.#real, { bigint: true }).mtimeNs;
    this.disk.cut(named);
    named.empty();
    this.writer.letGo();
    const descriptor = openSync(this.#real, 'r+');
    // A file system's clock may be coarse: what happens within one step of it, no reader can tell.
    do writeSync(descriptor, text, 0, 'latin1');
    while (statSync(this.#real, { bigint: true }).mtimeNs === modified);
    closeSync(descriptor);
    this.lines.push(...named.write(text, 0));
    assert.equal(statSync(this.#real).size, size);
    assert.equal(identityAt(this.#real), named.identity);
  }

  remove(): void {
    this.#leave();
    this.disk.remove(this.#real);
  }

  hardLink(): void {
    this.#rotations += 1;
    this.disk.link(this.#real, `${this.#real}.link-${this.#rotations}`);
  }

  /** Compresses a rotated file, as logrotate does: nothing of it can be read by following any more. */
  compress(path: string): void {
    writeFileSync(`${path}.gz`, gzipSync(Buffer.from(this.disk.at(path)?.content ?? '', 'latin1')));
    this.disk.remove(path);
  }

  /** The symbolic link leads elsewhere, where nothing stands yet. */
  swap(): void {
    this.#leave();
    if (this.named !== null) this.disk.cut(this.named);
    this.#places += 1;
    this.#real = this.#place(this.#places);
    mkdirSync(dirname(this.#real), { recursive: true });
    this.#link();
  }

  /** Lines that were begun in files that do not stand at the name may be taken for whole ones. */
  cutElsewhere(): void {
    for (const file of this.files) if (file !== this.named) this.disk.cut(file);
  }

  /** The disk is as the model has it. */
  check(): void {
    this.disk.check();
    assert.equal(identityAt(this.path), this.named?.identity ?? null);
  }

  dispose(): void {
    this.writer.letGo();
    this.disk.dispose();
  }

  /** What stands at the name will not stand there any more. */
  #leave(): void {
    if (this.named !== null) this.named.lastSign = this.#now();
  }

  #place(number: number): string {
    const places = { plain: ['access.log'], 'file link': [`app-${number}.log`], 'directory link': [`v${number}`, 'access.log'] };
    return join(this.disk.directory, ...places[this.#style.layout]);
  }

  /** Atomically: a link beside it takes its name. */
  #link(): void {
    if (this.#style.layout === 'plain') return;
    const [name, target] = this.#style.layout === 'file link' ? ['current.log', this.#real] : ['current', dirname(this.#real)];
    const beside = join(this.disk.directory, '.link');
    symlinkSync(target, beside);
    renameSync(beside, join(this.disk.directory, name));
    assert.equal(identityAt(this.path), identityAt(this.#real));
  }

  /** A free name for a rotated file. */
  #nextName(): string {
    this.#rotations += 1;
    if (this.#style.names === 'numbers') return `${this.#real}.${this.#rotations}`;
    if (this.#style.names === 'dates') return `${this.#real}-${20260101 + this.#rotations}`;
    const name = (number: number): string => `${this.#real}.${number}`;
    if (this.disk.at(name(KEPT)) !== null) this.disk.remove(name(KEPT));
    for (let number = KEPT - 1; number > 0; number -= 1) {
      if (this.disk.at(name(number)) !== null) this.disk.rename(name(number), name(number + 1));
    }
    return name(1);
  }
}
