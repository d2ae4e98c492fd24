import assert from 'node:assert/strict';
import type { DiskFile, LoggedLine } from './disk-file.js';
import type { LogStyle, ServedLog } from './served-log.js';
import type { WatchedFiles } from './watched-files.js';

/** A renamed file is held for so many milliseconds after its last byte, one without a name for so many. */
export const LINGER = { renamed: 600_000, deleted: 10_000 } as const;
/** Replaced files that are held at most. */
const MAX_LINGERING = 8;

/** What a follower of a log is bound to read, what it may lose, and why. */
export class Account {
  /** lines read, without newline; after a kill what was read since the checkpoint is taken away */
  readonly read: string[] = [];
  /** how often a look without trouble must have noticed that another file stands at the name, or a shorter one */
  readonly expected = { another: 0, shorter: 0 };
  truncations = 0;
  /** a file was seen where the link leads to: what is rotated away there from now on has to be found */
  knowsPlace: boolean;
  readonly #log: ServedLog;
  readonly #watched: WatchedFiles;
  /** no two lines are the same */
  readonly #areDifferent: boolean;
  readonly #isPlain: boolean;
  /** lines that the follower has seen in a size, that were truncated */
  readonly #owed: LoggedLine[] = [];
  readonly #counts = new Map<string, number>();
  /** contents that were seen at the name from their beginning, by a follower that has not ended since */
  readonly #known = new Set<number>();
  #lastNamed: string | null = null;

  constructor(log: ServedLog, watched: WatchedFiles, style: Pick<LogStyle, 'layout' | 'texts'>) {
    this.#log = log;
    this.#watched = watched;
    this.#areDifferent = style.texts === 'different';
    this.#isPlain = style.layout === 'plain';
    this.knowsPlace = this.#isPlain;
  }

  /** Bytes that the follower has seen in a size and did not read. */
  get owed(): number {
    return this.#owed.reduce((sum, line) => sum + (this.wasRead(line.text) ? 0 : line.text.length + 1), 0);
  }

  countOf(text: string): number {
    return this.#counts.get(text) ?? 0;
  }

  take(line: string): void {
    this.read.push(line);
    this.#counts.set(line, this.countOf(line) + 1);
  }

  /** All that was read later than so many lines is to be read again. */
  undo(lines: number): string[] {
    const undone = this.read.splice(lines);
    for (const line of undone) this.#counts.set(line, this.countOf(line) - 1);
    this.expected.another = 0;
    this.expected.shorter = 0;
    this.#owed.length = 0;
    return undone;
  }

  /** Another follower begins. */
  beginAnew(): void {
    this.#lastNamed = null;
    this.#known.clear();
    for (const file of this.#log.files) file.loss = null;
  }

  /** Whether a line was read; where lines are alike, whether all of them were. */
  wasRead(text: string): boolean {
    const isShared = !this.#areDifferent;
    return isShared ? this.countOf(text) >= this.#log.lines.filter((line) => line.text === text).length : this.countOf(text) > 0;
  }

  /** What nobody can reach any more and was not read is lost: nobody is bound to read it. */
  reckon(): void {
    this.#log.disk.forget();
    for (const file of this.knowsPlace ? [] : this.#log.files) {
      if (file !== this.#log.named && !this.#watched.holds(file.identity)) file.isStrange = true;
    }
    const reach = new Map(this.#log.files.map((file) => [file, this.#isInReach(file)]));
    for (const line of this.#log.lines) {
      if (line.lost !== null || line.isOld || this.wasRead(line.text)) continue;
      if (![...line.homes].some((file) => reach.get(file) === true)) line.lost = 'no file holds it any more';
    }
  }

  /** A copy of what nothing was read of that tells it from other files is not known as one, unless it comes as a surprise. */
  disownCopies(): void {
    const times = new Map<string, number>();
    for (const { text } of this.#log.lines) times.set(text, (times.get(text) ?? 0) + 1);
    const telling = this.#log.lines.filter(({ text }) => times.get(text) === 1);
    const begun = new Set(telling.filter((line) => line.isOld || this.wasRead(line.text)).map((line) => line.stream));
    for (const { stream, homes } of this.#log.lines) {
      if (begun.has(stream)) continue;
      for (const home of homes) if (home.isCopy) homes.delete(home);
    }
  }

  /** The name leads to elsewhere now, or may: what is not held there is not looked for. */
  forsake(isKnown = false): void {
    this.knowsPlace = this.#isPlain || isKnown;
    this.reckon();
  }

  /**
   * The file at the name is about to lose its content: what was seen of it, and is lost, has to be told.
   *
   * @param kept so many bytes stay as they are
   * @param isFollowed somebody follows it now
   */
  noteLoss(kept: number, isFollowed: boolean): void {
    this.truncations += 1;
    const { named } = this.#log;
    if (named === null || !isFollowed) return;
    const size = this.#watched.sizeSeen(named.identity);
    this.#watched.forget(named.identity);
    if (!this.#areDifferent) return;
    const readTo = Math.max(0, ...named.lines.filter((line) => this.wasRead(line.text)).map((line) => line.end));
    const gone = named.lines.filter((line) => line.end > readTo && line.end <= size && line.homes.size === 1 && !line.isOld);
    const before = named.loss ?? { size: 0, readTo: 0, kept, lines: [] };
    named.loss = {
      size: Math.max(size, before.size),
      readTo: Math.max(readTo, before.readTo),
      kept: Math.min(kept, before.kept),
      lines: before.readTo > before.kept ? [...before.lines, ...gone] : gone,
    };
  }

  /**
   * The look that comes may give up files, and take files for copies.
   *
   * @param time now
   */
  beforeLook(time: number): void {
    this.#loosen(time);
    this.#suspectCopies();
  }

  /** A file that could not be read when it was needed, and does not stand at the name, need not be tried again. */
  excuseFaults(): void {
    for (const line of this.#watched.faults > 0 ? this.#log.lines : []) {
      if ([...line.homes].every((home) => home.isCopy) && !this.wasRead(line.text)) line.lost ??= 'its copy could not be read';
    }
    const unseen = new Set(this.#log.files.filter((file) => !file.wasSeen).map((file) => file.stream));
    for (const line of this.#watched.thrown.has('EACCES') ? this.#log.lines : []) {
      if (unseen.has(line.stream) && !this.wasRead(line.text)) line.lost ??= 'its file could not be opened';
    }
  }

  #suspectCopies(): void {
    for (const file of this.#log.files) {
      if (file.wasSeen || file.content === '' || file === this.#log.named || this.#watched.holds(file.identity)) continue;
      file.looksCopied ||= this.#log.files.some((other) => other !== file && other.content.startsWith(file.content));
    }
  }

  /** Two files that begin alike may be a file and its copy: what they share need be read once only. */
  excuse(): void {
    const contents = new Map<number, LoggedLine[]>();
    for (const line of this.#log.lines) contents.set(line.stream, [...(contents.get(line.stream) ?? []), line]);
    const suspects = new Set(this.#log.files.filter((file) => file.looksCopied).map((file) => file.stream));
    for (const [stream, lines] of contents) {
      if (this.#known.has(stream)) continue;
      if (suspects.has(stream)) for (const line of lines) line.lost ??= 'its file looked like a copy';
      for (const [other, others] of contents) {
        const shared = other === stream ? 0 : lines.findIndex((line, i) => line.text !== others[i]?.text);
        for (const line of shared < 0 ? lines : lines.slice(0, shared)) line.lost ??= 'another file begins with it, too';
      }
    }
  }

  /** Whether a follower that looks can find what the file holds. */
  #isInReach(file: DiskFile): boolean {
    if (file.isGone) return false;
    const isBeside = [...file.names].some((name) => name.startsWith(this.#log.place));
    return file === this.#log.named || this.#watched.holds(file.identity) || (isBeside && !file.isStrange);
  }

  /** A file that stays silent without a name, or with another name, may be given up by the look that comes. */
  #loosen(time: number): void {
    const { named } = this.#log;
    const later = (number: number): number => this.#log.files.filter((file) => file.number > number && file.wasSeen).length;
    for (const file of this.#log.files) {
      if (file === named || file.isLoose) continue;
      const silence = time - file.lastSign;
      const limit = file.names.size > 0 ? LINGER.renamed : LINGER.deleted;
      if (silence >= limit || later(file.number) > MAX_LINGERING) this.#give(file);
    }
  }

  /** A follower that begins takes up what has unread bytes, and what stands at the name. */
  releaseOthers(): void {
    for (const file of this.#log.files) {
      if (file !== this.#log.named && !this.#watched.holds(file.identity)) this.#give(file);
    }
  }

  /** Descriptors were given back: what does not stand at the name may have been given up. */
  loosenAll(): void {
    for (const file of this.#log.files) if (file !== this.#log.named) this.#give(file);
  }

  #give(file: DiskFile): void {
    file.isLoose = true;
    this.#log.disk.cut(file);
  }

  /**
   * A look met no trouble.
   *
   * @param hasMore it did not come to its end
   */
  afterLook(hasMore: boolean): void {
    const { named } = this.#log;
    for (const file of hasMore ? [] : this.#log.files) {
      file.looks += 1;
      this.#judgeLoss(file);
    }
    if (named === null) {
      this.#lastNamed = null;
      return;
    }
    assert(this.#watched.holds(named.identity), 'the file at the name is not held after a look');
    if (this.#lastNamed !== null && this.#lastNamed !== named.identity) this.expected.another += 1;
    this.#lastNamed = named.identity;
    this.knowsPlace = true;
    named.wasSeen = true;
    if (!named.wasEmptied) this.#known.add(named.stream);
    named.isLoose = false;
  }

  /** A look that came to its end has noticed that a file became shorter, or that lines which were read are not there now. */
  #judgeLoss(file: DiskFile): void {
    const { loss } = file;
    if (loss === null || !this.#watched.holds(file.identity)) return;
    const isShorter = file.content.length < Math.max(loss.size, loss.readTo);
    if (isShorter && file.wasSeen) this.expected.shorter += 1;
    if ((isShorter && file.wasSeen) || loss.readTo > loss.kept) this.#owed.push(...loss.lines);
    file.loss = null;
  }
}
