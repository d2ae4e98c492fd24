import assert from 'node:assert/strict';
import type { Ledger, LedgerData } from '../../src/sources/following/ledger.js';
import { createLedger, parseLedger } from '../../src/sources/following/ledger.js';
import { createFollower } from '../../src/sources/following/follower.js';
import type { FileFollower } from '../../src/sources/following/follower.js';
import { createReadBuffer } from '../../src/sources/read-buffer.js';
import type { LineSink } from '../../src/sources/source.js';
import { Account } from './account.js';
import type { DiskFile } from './disk-file.js';
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

/** Descriptors are given back, and what is without a name cannot be found again. */
const HARSH = ['EMFILE', 'ENFILE', 'ESTALE'];

/** What is left of a follower that ended. */
interface Checkpoint {
  ledger: string;
  /** lines read by then */
  read: number;
  /** where the log stood, if a look had seen it there */
  place: string;
  /** copies that were seen by one look at most: whether they are copies may not have been known yet */
  freshCopies: readonly DiskFile[];
}

const buffer = createReadBuffer();

/**
 * A log, its follower, and what the follower is bound to read. Time passes, and looks are made, only when a step says so.
 */
export class Scene {
  readonly log: ServedLog;
  readonly watched = new WatchedFiles();
  readonly account: Account;
  /** lines read that were taken away */
  readonly undone: string[] = [];
  readonly events: ToldEvent[] = [];
  restarts = 0;
  time = 0;
  readonly #opening: Opening;
  #follower: FileFollower | null = null;
  #ledger: Ledger = createLedger();
  #checkpoint: Checkpoint = { ledger: 'null', read: 0, place: '', freshCopies: [] };
  #opened = false;

  constructor(opening: Opening) {
    this.#opening = opening;
    this.log = new ServedLog(opening, () => this.time, this.watched);
    this.account = new Account(this.log, this.watched, opening);
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

  /** A look that comes now cannot be surprised by a copy: it knows nothing yet, or files begin alike. */
  get isUnsure(): boolean {
    return this.#follower === null || this.#opening.texts !== 'different';
  }

  get isRunning(): boolean {
    return this.#follower !== null;
  }

  /** Which of two files is the older one shows: in their names, at least. */
  get tellsAge(): boolean {
    return this.restarts === 0 && this.watched.faults === 0 && this.account.truncations === 0 && this.#opening.names !== 'numbers';
  }

  /** One look. Null when nobody follows. */
  look(budget: number): { bytes: number; more: boolean } | null {
    if (this.#follower === null) return null;
    this.account.beforeLook(this.time);
    const faults = this.watched.faults;
    const found = this.#follower.look(budget);
    assert(found.bytes <= budget, `a look read ${found.bytes} bytes of ${budget}`);
    if (this.watched.faults === faults) this.account.afterLook(found.more);
    else if (HARSH.some((code) => this.watched.thrown.has(code))) this.account.loosenAll();
    this.account.reckon();
    return found;
  }

  /** Looks until nothing is left. */
  lookAll(): void {
    for (let looks = 0; this.look(1 << 20)?.more === true; looks += 1) assert(looks < 10_000, 'looks do not come to an end');
  }

  /**
   * Writes down how far everything has been read.
   *
   * @param looks after so many looks a copy is known to be one
   */
  checkpoint(looks = 2): void {
    if (this.#follower === null) return;
    const place = this.account.knowsPlace ? this.log.place : '';
    const freshCopies = this.log.files.filter((file) => file.isCopy && file.looks < looks);
    this.#checkpoint = { ledger: JSON.stringify(this.#ledger), read: this.account.read.length, place, freshCopies };
  }

  /** The follower is gone at once. What it read since the checkpoint is to be read again. */
  kill(): void {
    if (this.#follower === null || !this.#opening.resumable) return;
    this.#follower = null;
    this.watched.letGo();
    this.events.push({ name: 'killed', detail: null, missingBytes: 0 });
    this.undone.push(...this.account.undo(this.#checkpoint.read));
    this.#cutAll();
    this.account.disownCopies();
    this.account.reckon();
  }

  /** The follower reads what is there, writes down how far it came, and ends. */
  shutDown(): void {
    if (this.#follower === null || !this.#opening.resumable) return;
    this.#finish();
    this.checkpoint(3); // the last look was at what was held, and not at the name
    this.#follower = null;
    this.#cutAll();
    this.account.reckon();
  }

  /** Another follower goes on at the checkpoint. */
  resume(): void {
    if (this.#follower !== null) return;
    this.restarts += 1;
    this.account.forsake(this.#checkpoint.place === this.log.place && this.log.named !== null);
    for (const { lines } of this.#checkpoint.freshCopies) this.log.disk.pieces.push(...lines.map((line) => line.text));
    const data: LedgerData | null = parseLedger(JSON.parse(this.#checkpoint.ledger));
    this.#ledger = createLedger(data);
    this.#start();
    this.look(1 << 20);
    this.account.releaseOthers();
  }

  /** Everything is read that is there, and the follower comes to its end. */
  end(): void {
    this.watched.fail(null);
    this.resume();
    for (let i = 0; i < 4; i += 1) this.lookAll();
    this.log.check();
    this.account.excuseFaults();
    this.log.cutElsewhere();
    this.#finish();
    this.account.excuse();
  }

  dispose(): void {
    this.watched.letGo();
    this.log.dispose();
  }

  #finish(): void {
    this.watched.fail(null);
    this.lookAll();
    this.#follower?.settle();
    this.lookAll();
    this.#follower?.close();
    assert.equal(this.watched.open, 0, 'descriptors are left open');
  }

  /** Lines that were begun may be taken for whole ones, in files that nobody holds now. */
  #cutAll(): void {
    for (const file of this.log.files) this.log.disk.cut(file);
  }

  #start(): void {
    this.#opened = false;
    this.account.beginAnew();
    this.#follower = createFollower({
      path: this.log.path,
      sink: this.#sink(),
      start: this.#opening.fromStart ? 'start' : 'end',
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
      this.account.take(line);
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
}
