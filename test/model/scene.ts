import assert from 'node:assert/strict';
import type { Ledger, LedgerData } from '../../src/sources/ledger.js';
import { createLedger, parseLedger } from '../../src/sources/ledger.js';
import { createFollower } from '../../src/sources/follower.js';
import type { FileFollower } from '../../src/sources/follower.js';
import { createReadBuffer } from '../../src/sources/read-buffer.js';
import type { LineSink } from '../../src/sources/source.js';
import type { DiskFile, LoggedLine } from './disk-file.js';
import type { LogStyle } from './served-log.js';
import { ServedLog } from './served-log.js';
import { WatchedFiles } from './watched-files.js';

/** How a sequence begins. */
export interface Opening extends LogStyle {
  /** what stands at the name then */
  begins: 'missing' | 'empty' | 'lines' | 'in a line';
  fromStart: boolean;
  /** the follower may be ended and go on later: then it leaves lines that were begun to the next one */
  resumable: boolean;
  /** bytes that the first look may read */
  budget: number;
}

/** What the follower said of the source. */
export interface ToldEvent {
  name: string;
  detail: string | null;
  missingBytes: number;
}

/** A renamed file is held for so many milliseconds after its last byte, one without a name for so many. */
export const LINGER = { renamed: 600_000, deleted: 10_000 } as const;
/** Replaced files that are held at most. */
const MAX_LINGERING = 8;
/** Descriptors are given back, and what is without a name cannot be found again. */
const HARSH = ['EMFILE', 'ENFILE', 'ESTALE'];

const buffer = createReadBuffer();

/**
 * A log, its follower, and what the follower is bound to read. Time passes, and looks are made, only when a step says so.
 */
export class Scene {
  readonly log: ServedLog;
  readonly watched = new WatchedFiles();
  /** lines read, without newline; after a kill what was read since the checkpoint is taken away */
  readonly read: string[] = [];
  /** lines read that were taken away */
  readonly undone: string[] = [];
  readonly events: ToldEvent[] = [];
  /** how often a look without trouble must have noticed that another file stands at the name, or a shorter one */
  readonly expected = { another: 0, shorter: 0 };
  /** bytes that the follower has seen in a size and that nobody can read any more */
  owed = 0;
  restarts = 0;
  truncations = 0;
  time = 0;
  readonly #opening: Opening;
  #follower: FileFollower | null = null;
  #ledger: Ledger = createLedger();
  /** what is left of a follower that is killed */
  #checkpoint = { ledger: 'null', read: 0, place: '' };
  #opened = false;
  readonly #counts = new Map<string, number>();
  /** contents that were seen at the name from their beginning, by a follower that has not ended since */
  readonly #known = new Set<number>();
  /** a file was seen where the link leads to: what is rotated away there from now on has to be found */
  #knowsPlace: boolean;
  #lastNamed: string | null = null;

  constructor(opening: Opening) {
    this.#opening = opening;
    this.#knowsPlace = opening.layout === 'plain';
    this.log = new ServedLog(opening, () => this.time, this.watched);
    if (opening.begins !== 'missing') this.log.writer.reopen();
    if (opening.begins === 'lines' || opening.begins === 'in a line') this.log.writer.write(3);
    if (opening.begins === 'in a line') this.log.writer.writePart(9);
    this.#start();
    for (const file of this.log.files) {
      if (file !== this.log.named) file.isStrange = true;
      if (!opening.fromStart) for (const line of file.lines) line.isOld = true;
    }
    this.look(opening.budget);
    this.checkpoint();
  }

  get layout(): Opening['layout'] {
    return this.#opening.layout;
  }

  get isRunning(): boolean {
    return this.#follower !== null;
  }

  /** Which of two files is the older one shows: in their names, at least. */
  get tellsAge(): boolean {
    return this.restarts === 0 && this.watched.faults === 0 && this.truncations === 0 && this.#opening.names !== 'numbers';
  }

  /** Losses are told in bytes. */
  readonly tellsMissing: boolean = true;

  countOf(text: string): number {
    return this.#counts.get(text) ?? 0;
  }

  /** One look. Null when nobody follows. */
  look(budget: number): { bytes: number; more: boolean } | null {
    if (this.#follower === null) return null;
    this.#loosen();
    const faults = this.watched.faults;
    const found = this.#follower.look(budget);
    assert(found.bytes <= budget, `a look read ${found.bytes} bytes of ${budget}`);
    if (this.watched.faults === faults) this.#checkHold(found.more);
    else if (HARSH.some((code) => this.watched.thrown.has(code))) this.#loosenAll();
    this.reckon();
    return found;
  }

  /** Looks until nothing is left. */
  lookAll(): void {
    for (let looks = 0; this.look(1 << 20)?.more === true; looks += 1) assert(looks < 10_000, 'looks do not come to an end');
  }

  /** Writes down how far everything has been read. */
  checkpoint(): void {
    if (this.#follower === null) return;
    const place = this.#knowsPlace ? this.log.place : '';
    this.#checkpoint = { ledger: JSON.stringify(this.#ledger), read: this.read.length, place };
  }

  /** The follower is gone at once. What it read since the checkpoint is to be read again. */
  kill(): void {
    if (this.#follower === null || !this.#opening.resumable) return;
    this.#follower = null;
    this.watched.letGo();
    this.events.push({ name: 'killed', detail: null, missingBytes: 0 });
    this.expected.another = 0;
    this.expected.shorter = 0;
    this.owed = 0;
    for (const line of this.read.splice(this.#checkpoint.read)) {
      this.undone.push(line);
      this.#counts.set(line, this.countOf(line) - 1);
    }
    this.#cutAll();
    this.reckon();
  }

  /** The follower reads what is there, writes down how far it came, and ends. */
  shutDown(): void {
    if (this.#follower === null || !this.#opening.resumable) return;
    this.#finish();
    this.checkpoint();
    this.#follower = null;
    this.#cutAll();
    this.reckon();
  }

  /** Another follower goes on at the checkpoint. */
  resume(): void {
    if (this.#follower !== null) return;
    this.restarts += 1;
    const isKnown = this.#checkpoint.place === this.log.place && this.log.named !== null;
    this.#knowsPlace = this.#opening.layout === 'plain' || isKnown;
    this.reckon();
    const data: LedgerData | null = parseLedger(JSON.parse(this.#checkpoint.ledger));
    this.#ledger = createLedger(data);
    this.#start();
    this.look(1 << 20);
  }

  /** What nobody can reach any more and was not read is lost: nobody is bound to read it. */
  reckon(): void {
    this.log.disk.forget();
    for (const file of this.#knowsPlace ? [] : this.log.files) {
      if (file !== this.log.named && !this.watched.holds(file.identity)) file.isStrange = true;
    }
    const reach = new Map(this.log.files.map((file) => [file, this.#isInReach(file)]));
    for (const line of this.log.lines) {
      if (line.lost !== null || line.isOld || this.wasRead(line.text)) continue;
      if (![...line.homes].some((file) => reach.get(file) === true)) line.lost = 'no file holds it any more';
    }
  }

  /** The name leads to elsewhere now: what is not held there is not looked for. */
  forsake(): void {
    this.#knowsPlace = this.#opening.layout === 'plain';
    this.reckon();
  }

  /** The file at the name is about to lose its content: what was seen of it, and is lost, has to be told. */
  noteLoss(): void {
    this.truncations += 1;
    const { named } = this.log;
    if (named === null || this.#follower === null) return;
    const size = this.watched.sizeSeen(named.identity);
    this.watched.forget(named.identity);
    if (this.#opening.texts !== 'different') return;
    const readTo = Math.max(0, ...named.lines.filter((line) => this.wasRead(line.text)).map((line) => line.end));
    const gone = named.lines.filter((line) => line.end > readTo && line.end <= size && line.homes.size === 1 && !line.isOld);
    const bytes = gone.reduce((sum, line) => sum + line.text.length + 1, 0);
    const before = named.loss ?? { size: 0, readTo: 0, bytes: 0 };
    named.loss = { size: Math.max(size, before.size), readTo: Math.max(readTo, before.readTo), bytes: bytes + before.bytes };
  }

  /** Everything is read that is there, and the follower comes to its end. */
  end(): void {
    this.watched.fail(null);
    this.resume();
    for (let i = 0; i < 4; i += 1) this.lookAll();
    this.log.check();
    this.log.cutElsewhere();
    this.#finish();
    this.#excuse();
  }

  dispose(): void {
    this.watched.letGo();
    this.log.dispose();
  }

  /** Whether a line was read; where lines are alike, whether all of them were. */
  wasRead(text: string): boolean {
    const isShared = this.#opening.texts !== 'different';
    return isShared ? this.countOf(text) >= this.log.lines.filter((line) => line.text === text).length : this.countOf(text) > 0;
  }

  #finish(): void {
    this.watched.fail(null);
    this.lookAll();
    this.#follower?.settle();
    this.lookAll();
    this.#follower?.close();
    assert.equal(this.watched.open, 0, 'descriptors are left open');
  }

  /** Two files that begin alike may be a file and its copy: what they share need be read once only. */
  #excuse(): void {
    const contents = new Map<number, LoggedLine[]>();
    for (const line of this.log.lines) contents.set(line.stream, [...(contents.get(line.stream) ?? []), line]);
    for (const [stream, lines] of contents) {
      if (this.#known.has(stream)) continue;
      for (const [other, others] of contents) {
        const shared = other === stream ? 0 : lines.findIndex((line, i) => line.text !== others[i]?.text);
        for (const line of shared < 0 ? lines : lines.slice(0, shared)) line.lost ??= 'another file begins with it, too';
      }
    }
  }

  /** Lines that were begun may be taken for whole ones, in files that nobody holds now. */
  #cutAll(): void {
    for (const file of this.log.files) this.log.disk.cut(file);
  }

  /** Whether a follower that looks can find what the file holds. */
  #isInReach(file: DiskFile): boolean {
    if (file.isGone) return false;
    const isBeside = [...file.names].some((name) => name.startsWith(this.log.place));
    return file === this.log.named || this.watched.holds(file.identity) || (isBeside && !file.isStrange);
  }

  #start(): void {
    this.#opened = false;
    this.#lastNamed = null;
    this.#known.clear();
    for (const file of this.log.files) file.loss = null;
    this.#follower = createFollower({
      path: this.log.path,
      sink: this.#sink(),
      fromStart: this.#opening.fromStart,
      ledger: this.#ledger,
      resumable: this.#opening.resumable,
      files: this.watched.files,
      buffer,
      now: () => this.time,
    });
  }

  #sink(): LineSink {
    const take = (line: string): void => {
      assert(this.#opened, 'lines came before the file was opened');
      this.read.push(line);
      this.#counts.set(line, this.countOf(line) + 1);
    };
    return {
      opened: () => {
        this.#opened = true;
      },
      lines: (chunk, from, to) => {
        assert(from < to, 'lines without a byte were handed on');
        chunk.toString('latin1', from, to).replace(/\n$/, '').split('\n').forEach(take);
      },
      tooLong: (head) => {
        take(`too long: ${head.toString('latin1')}`);
      },
      event: (name, detail, missingBytes = 0) => {
        this.events.push({ name, detail, missingBytes });
      },
    };
  }

  /** A file that stays silent without a name, or with another name, may be given up by the look that comes. */
  #loosen(): void {
    const { named } = this.log;
    const later = (number: number): number => this.log.files.filter((file) => file.number > number && file.wasSeen).length;
    for (const file of this.log.files) {
      if (file === named || file.isLoose) continue;
      const silence = this.time - file.lastSign;
      const limit = file.names.size > 0 ? LINGER.renamed : LINGER.deleted;
      if (silence >= limit || later(file.number) > MAX_LINGERING) this.#give(file);
    }
  }

  #loosenAll(): void {
    for (const file of this.log.files) if (file !== this.log.named) this.#give(file);
  }

  #give(file: DiskFile): void {
    file.isLoose = true;
    this.log.disk.cut(file);
  }

  #checkHold(hasMore: boolean): void {
    const { named } = this.log;
    if (!hasMore) this.log.files.forEach((file) => { this.#judgeLoss(file); });
    if (named === null) {
      this.#lastNamed = null;
      return;
    }
    assert(this.watched.holds(named.identity), 'the file at the name is not held after a look');
    if (this.#lastNamed !== null && this.#lastNamed !== named.identity) this.expected.another += 1;
    this.#lastNamed = named.identity;
    this.#knowsPlace = true;
    named.wasSeen = true;
    if (!named.wasEmptied) this.#known.add(named.stream);
    named.isLoose = false;
  }

  /** A look that came to its end has noticed that a file became shorter, or that lines which were read are not there now. */
  #judgeLoss(file: DiskFile): void {
    const { loss } = file;
    if (loss === null || !this.watched.holds(file.identity)) return;
    const isShorter = file.content.length < Math.max(loss.size, loss.readTo);
    if (isShorter) this.expected.shorter += 1;
    if (isShorter || loss.readTo > 0) this.owed += loss.bytes;
    file.loss = null;
  }
}
