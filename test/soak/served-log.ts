import { closeSync, copyFileSync, ftruncateSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import type { Random } from '../../src/demo/random.js';
import { drawInteger } from '../../src/demo/random.js';
import type { NumberedLines } from './numbered-line.js';

/** A file that no longer stands at the name. */
interface Rotated {
  path: string;
  /** by the machine's monotonic clock, in ms: nothing was written to it since */
  closedAt: number;
}

/** How a log is rotated; the server writes to it through a descriptor that it keeps until it is told. */
export const MANNERS = {
  rename: ['renamed', 'renamed-kept', 'temporary', 'dated', 'burst', 'copied-removed'],
  copytruncate: ['copytruncate', 'copytruncate-gap'],
} as const;

export type Manner = (typeof MANNERS)[keyof typeof MANNERS][number];

/** Lines that a gap or a generation of a burst gets at most. */
const FEW = 50;

/** One log, as its server and a logrotate handle it. Nothing is written while it is copied, but for `copytruncate-gap`. */
export class ServedLog {
  #descriptor: number;
  /** the server still writes to a renamed file, and is told of the new one at this time */
  #reopenAt: number | null = null;
  /** the end of a line of which the beginning has been written */
  #pending: Buffer = Buffer.alloc(0);
  /** newest first; at .1, .2 and so on */
  #shifted: Rotated[] = [];
  /** under names of their own */
  #dated: Rotated[] = [];
  #rotations = 0;

  constructor(
    readonly path: string,
    private readonly lines: NumberedLines,
    private readonly random: Random,
    private readonly now: () => number,
  ) {
    this.#descriptor = openSync(path, 'a');
  }

  /** Appends lines in one write; now and then the last one is cut, and the rest comes with the next write. */
  write(count: number): void {
    if (this.#reopenAt !== null && this.now() >= this.#reopenAt) this.reopen();
    const bytes = Buffer.concat([this.#pending, this.lines.make(count, this.path)]);
    const cut = this.random() < 0.05 ? drawInteger(this.random, 1, Math.min(bytes.length, 150)) : 0;
    this.#append(bytes.subarray(0, bytes.length - cut));
    this.#pending = bytes.subarray(bytes.length - cut);
  }

  /** The server lets go of a renamed file, and opens the name. */
  reopen(): void {
    this.flush();
    closeSync(this.#descriptor);
    this.#descriptor = openSync(this.path, 'a');
    this.#reopenAt = null;
    const renamed = this.#shifted[0];
    if (renamed !== undefined) renamed.closedAt = this.now();
  }

  flush(): void {
    this.#append(this.#pending);
    this.#pending = Buffer.alloc(0);
  }

  close(): void {
    this.flush();
    closeSync(this.#descriptor);
  }

  /**
   * Rotates once (`burst`: a few times with a few lines in between).
   *
   * @param safeBefore files that were closed before may be deleted: they were read, and a checkpoint says so
   */
  rotate(manner: Manner, safeBefore: number): void {
    if (this.#reopenAt !== null) this.reopen();
    this.flush();
    this.#deleteOldest(safeBefore);
    this.#rotations += 1;
    switch (manner) {
      case 'renamed':
        this.#moveAway();
        this.reopen();
        return;
      case 'renamed-kept':
        this.#moveAway();
        closeSync(openSync(this.path, 'a'));
        this.#reopenAt = this.now() + drawInteger(this.random, 20, 1500);
        return;
      case 'temporary': {
        const temporary = `${this.path}.new`;
        const next = openSync(temporary, 'a');
        this.#moveAway();
        renameSync(temporary, this.path);
        closeSync(this.#descriptor);
        this.#descriptor = next;
        return;
      }
      case 'dated': {
        const dated = `${this.path}-${String(20_260_101_000_000 + this.#rotations)}`;
        renameSync(this.path, dated);
        this.#dated.push({ path: dated, closedAt: this.now() });
        this.#openNew();
        return;
      }
      case 'burst':
        for (let left = drawInteger(this.random, 2, 5); left > 0; left -= 1) {
          this.#moveAway();
          this.reopen();
          this.#append(this.lines.make(drawInteger(this.random, 0, FEW), this.path));
        }
        return;
      case 'copied-removed':
        this.#copyAway();
        unlinkSync(this.path);
        this.#openNew();
        return;
      case 'copytruncate':
      case 'copytruncate-gap':
        this.#copyAway();
        if (manner === 'copytruncate-gap') this.#append(this.lines.make(drawInteger(this.random, 1, FEW), this.path, true));
        ftruncateSync(this.#descriptor, 0);
    }
  }

  #openNew(): void {
    closeSync(this.#descriptor);
    this.#descriptor = openSync(this.path, 'a');
  }

  #append(bytes: Buffer): void {
    for (let from = 0; from < bytes.length; ) from += writeSync(this.#descriptor, bytes, from);
  }

  #shift(): void {
    for (const [index, rotated] of [...this.#shifted.entries()].reverse()) {
      const path = `${this.path}.${index + 2}`;
      renameSync(rotated.path, path);
      rotated.path = path;
    }
    this.#shifted.unshift({ path: `${this.path}.1`, closedAt: this.now() });
  }

  #moveAway(): void {
    this.#shift();
    renameSync(this.path, `${this.path}.1`);
  }

  #copyAway(): void {
    this.#shift();
    copyFileSync(this.path, `${this.path}.1`);
  }

  #deleteOldest(safeBefore: number): void {
    const isKept = ({ closedAt }: Rotated): boolean => closedAt >= safeBefore;
    const firstToGo = this.#shifted.findLastIndex(isKept) + 1;
    const gone = [...this.#shifted.splice(firstToGo), ...this.#dated.filter((rotated) => !isKept(rotated))];
    this.#dated = this.#dated.filter(isKept);
    for (const { path } of gone) unlinkSync(path);
  }
}
