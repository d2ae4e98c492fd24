import { isSameFile } from '../file-identity.js';
import type { FileIdentity } from '../file-identity.js';
import type { FollowedFile } from './followed-file.js';
import { Generation } from './generation.js';

/** Milliseconds without a byte after which a file that has no name any more is given up: who writes to it has been told. */
const DELETED_LINGERS = 10_000;

/** Files that are held at most after they were read to their ends and do not stand at the name any more. */
const MAX_LINGERING = 8;

/** The files of one name in the order in which they are read: the last one stands at the name, or stood there last. */
export class Generations {
  readonly #lingerFor: number;
  #files: FollowedFile[] = [];

  /** @param lingerFor milliseconds without a byte after which a file that was renamed is given up */
  constructor(lingerFor: number) {
    this.#lingerFor = lingerFor;
  }

  get all(): readonly FollowedFile[] {
    return this.#files;
  }

  get last(): FollowedFile | undefined {
    return this.#files.at(-1);
  }

  find(identity: FileIdentity): FollowedFile | undefined {
    return this.#files.find((file) => isSameFile(file.identity, identity));
  }

  has(file: FollowedFile): boolean {
    return this.#files.includes(file);
  }

  /** The name of the last one went: from now on its silence counts. */
  awaken(now: number): void {
    if (this.last !== undefined) this.last.lastSign = now;
  }

  /** It is read after all others. One that was there already moves to the end. */
  append(file: FollowedFile, now: number): void {
    this.awaken(now);
    this.#files = [...this.#files.filter((other) => other !== file), file];
  }

  /** Others are read in the place of a file. */
  replace(file: FollowedFile, others: readonly FollowedFile[]): void {
    this.#files = this.#files.flatMap((other) => (other === file ? others : [other]));
  }

  remove(file: FollowedFile): void {
    this.replace(file, []);
  }

  /** Whether it was read to its end and another one is read after it. */
  isSpare(file: FollowedFile): boolean {
    return file !== this.last && this.has(file) && file.isDrained && this.#later(file).some((later) => later.begun);
  }

  /** Those that need not be held any longer. */
  over(now: number): FollowedFile[] {
    const spare = this.#files.filter((file) => this.isSpare(file));
    const bySilence = [...spare].sort((a, b) => a.lastSign - b.lastSign);
    const tooMany = new Set(bySilence.slice(0, Math.max(0, spare.length - MAX_LINGERING)));
    return this.#files.filter(
      (file) => tooMany.has(file) || ((spare.includes(file) || isOrphan(file)) && this.#isSilent(file, now - file.lastSign)),
    );
  }

  /** Whether all were read to their ends, and for long enough nothing more came. */
  isSilent(now: number): boolean {
    return this.#files.every((file) => file.isDrained && now - file.lastSign >= this.#patience(file));
  }

  #isSilent(file: FollowedFile, silence: number): boolean {
    return silence >= this.#patience(file) && (file.isDeleted || this.#later(file).some((later) => later.hasBytes));
  }

  #patience(file: FollowedFile): number {
    return file.isDeleted ? Math.min(DELETED_LINGERS, this.#lingerFor) : this.#lingerFor;
  }

  #later(file: FollowedFile): FollowedFile[] {
    return this.#files.slice(this.#files.indexOf(file) + 1);
  }
}

/** Nothing leads to it any more, and it was read to its end. Who writes to a pipe may be slow, and would be stopped. */
const isOrphan = (file: FollowedFile): boolean => file instanceof Generation && file.isDeleted && file.isDrained;
