import { resolve } from 'node:path';
import type { FileIdentity } from '../file-identity.js';
import { keyOf } from '../file-identity.js';
import type { FileStat } from '../file-system.js';
import type { LedgerData, LedgerEntry, NameRecord } from './ledger-data.js';

export type { LedgerData, LedgerEntry } from './ledger-data.js';
export { parseLedger } from './ledger-data.js';

/** A file that is being read: it is asked how far when somebody wants to know. */
export interface HeldFile {
  readonly identity: FileIdentity;
  /** the followed name through which it is read */
  readonly path: string;
  entry(): LedgerEntry;
  /** Its descriptor, and what is known of it now; null when it was given back. */
  opened(): { descriptor: number; stat: FileStat } | null;
  /** Whether it stands at the name through which it is read, as of now. */
  standsAtName(): boolean;
  /** Gives it to another follower, which goes on at `entry()`: nothing more is read of it here. */
  handOver(): void;
}

/** A file that was read, and is not held any more. */
export interface FileRecord {
  readonly entry: LedgerEntry;
  /** as an earlier run left it: what lies beyond it was written while nobody watched */
  readonly restored: boolean;
}

/** Files that were read to their ends and are remembered; of more the one that was read longest ago is forgotten. */
const MAX_RECORDS = 4096;

const forgetOldest = (map: Map<string, unknown>, limit: number): void => {
  for (const key of map.keys()) {
    if (map.size <= limit) return;
    map.delete(key);
  }
};

/**
 * How far each file has been read: one for all followers of a run. A file is known by its identity as long as it is held;
 * of one that is not, somebody must compare what stands in it with the entry, because its inode may have been given away.
 */
export class Ledger {
  readonly #held = new Map<string, HeldFile>();
  /** those that are held, by followed name */
  readonly #heldAt = new Map<string, Set<HeldFile>>();
  readonly #records = new Map<string, FileRecord>();
  /** as an earlier run left them; nobody has held them since */
  readonly #restored = new Map<string, FileRecord>();
  /** as an earlier run left them; their inodes belong to files of other names by now */
  readonly #displaced = new Map<string, FileRecord>();
  readonly #names = new Map<string, NameRecord>();
  /** as an earlier run left them; nobody has looked since */
  readonly #restoredNames: Map<string, NameRecord>;
  readonly #followed = new Map<string, number>();
  readonly #maxRecords: number;
  /** how many files and names an earlier run left: those that nobody has looked for yet are not to be forgotten */
  readonly #left: { files: number; names: number };
  /** how many files were held, and names followed, at one time */
  readonly #most = { held: 0, followed: 0 };

  constructor(data: LedgerData | null, maxRecords = MAX_RECORDS) {
    this.#maxRecords = maxRecords;
    this.#restoredNames = new Map(Object.entries(data?.names ?? {}));
    for (const entry of data?.files ?? []) this.#restored.set(keyOf(entry), { entry, restored: true });
    this.#left = { files: this.#restored.size, names: this.#restoredNames.size };
  }

  /** From now on the file answers for itself. */
  hold(file: HeldFile): void {
    const key = keyOf(file.identity);
    this.#displace(key, file.path);
    this.#letGo(key);
    this.#held.set(key, file);
    this.#most.held = Math.max(this.#most.held, this.#held.size);
    const at = resolve(file.path);
    const files = this.#heldAt.get(at) ?? new Set();
    this.#heldAt.set(at, files.add(file));
  }

  /** The file is not read any more: what it says now is remembered. */
  release(file: HeldFile): void {
    const key = keyOf(file.identity);
    if (this.#held.get(key) !== file) return;
    this.#letGo(key);
    this.record(file.entry());
  }

  /** Remembers a file that need not be held. */
  record(entry: LedgerEntry): void {
    const key = keyOf(entry);
    this.#displace(key, entry.path);
    this.#records.set(key, { entry, restored: false });
    forgetOldest(this.#records, this.#maxRecords + this.#most.held - this.#held.size);
  }

  held(identity: FileIdentity): HeldFile | null {
    return this.#held.get(keyOf(identity)) ?? null;
  }

  /** What is read through a followed name. @param path absolute */
  heldAt(path: string): readonly HeldFile[] {
    return [...(this.#heldAt.get(path) ?? [])];
  }

  /** Nothing is known of the file any more. */
  forget(key: string): void {
    this.#records.delete(key);
    this.#restored.delete(key);
  }

  /** What is remembered of a file with this identity, if it is still the same. */
  recordOf(key: string): FileRecord | null {
    return this.#records.get(key) ?? this.#restored.get(key) ?? null;
  }

  /** What was read through a followed name and is not held any more, the last one first. */
  recordsOf(path: string): FileRecord[] {
    const all = [...this.#displaced.values(), ...this.#restored.values(), ...this.#records.values()];
    return all.filter(({ entry }) => entry.path === path).reverse();
  }

  /** What an earlier run left of a file that stood at a followed name, even if its inode was given to a file of another name. */
  earlierOf(path: string, key: string): FileRecord | null {
    const displaced = this.#displaced.get(key);
    return displaced?.entry.path === path ? displaced : this.recordOf(key);
  }

  /** What an earlier run read through a followed name was looked for: those that are gone need not be known any longer. */
  forgetDisplaced(path: string): void {
    for (const [key, { entry }] of this.#displaced) if (entry.path === path) this.#displaced.delete(key);
  }

  /** Somebody follows this name: what stands there is no concern of those who follow a name that it begins with. */
  follow(path: string): void {
    this.#followed.set(path, (this.#followed.get(path) ?? 0) + 1);
    this.#most.followed = Math.max(this.#most.followed, this.#followed.size);
  }

  unfollow(path: string): void {
    const left = (this.#followed.get(path) ?? 0) - 1;
    if (left > 0) this.#followed.set(path, left);
    else this.#followed.delete(path);
  }

  isFollowed(path: string): boolean {
    return this.#followed.has(path);
  }

  /** What stood at a followed name at the last look; null when nobody has looked. */
  nameOf(path: string): NameRecord | null {
    return this.#names.get(path) ?? this.#restoredNames.get(path) ?? null;
  }

  setName(path: string, record: NameRecord): void {
    this.#restoredNames.delete(path);
    this.#names.delete(path);
    this.#names.set(path, record);
    forgetOldest(this.#names, Math.max(this.#maxRecords, this.#most.followed));
  }

  /** As of the last whole line that each file's sink was given. `JSON.stringify` calls it. */
  toJSON(): LedgerData {
    const held = [...this.#held.values()].map((file) => file.entry());
    const records = new Map([...this.#restored, ...this.#records]);
    forgetOldest(records, Math.max(this.#maxRecords + this.#most.held, this.#left.files) - held.length);
    const names = new Map([...this.#restoredNames, ...this.#names]);
    forgetOldest(names, Math.max(this.#maxRecords, this.#most.followed, this.#left.names));
    return { files: [...[...records.values()].map(({ entry }) => entry), ...held], names: Object.fromEntries(names) };
  }

  /** The identity is another file's from now on, or the same file's under another name: who follows the former will ask. */
  #displace(key: string, path: string): void {
    this.#records.delete(key);
    const record = this.#restored.get(key);
    if (record === undefined) return;
    this.#restored.delete(key);
    if (record.entry.path !== path) this.#displaced.set(key, record);
  }

  #letGo(key: string): void {
    const file = this.#held.get(key);
    if (file === undefined) return;
    this.#held.delete(key);
    const at = resolve(file.path);
    const files = this.#heldAt.get(at);
    files?.delete(file);
    if (files?.size === 0) this.#heldAt.delete(at);
  }
}

/** @param data of an earlier run, from `parseLedger`; null begins anew */
export const createLedger = (data: LedgerData | null = null): Ledger => new Ledger(data);
