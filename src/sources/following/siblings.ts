import { basename, dirname, join, resolve } from 'node:path';
import { keyOf } from '../file-identity.js';
import { isRecent } from '../modification-time.js';
import { namesWith } from './name-range.js';
import { isAbsent } from '../trouble.js';
import type { FileStat, FileSystem } from '../file-system.js';
import type { NameRecord } from './ledger-data.js';

/** A file in the directory of the followed one, whose name begins with the followed name. */
export interface Sibling {
  name: string;
  path: string;
  /** `device:inode` */
  key: string;
  stat: FileStat;
  /** it was not there at the look before */
  isNew: boolean;
}

type Listing = ReadonlyMap<string, Sibling>;

/** Where the file at a name really stands, symbolic links resolved. */
interface Place {
  directory: string;
  base: string;
  /** of the directory */
  key: string | null;
}

/** Somebody renames files all the time. */
const MAX_LISTINGS = 10;

/** `access.log` is rotated to `access.log.1`, `access.log-20260101`; with an extension kept, to `access-20260101.log`, `access.1.log`. */
export const isSiblingName = (base: string, name: string): boolean => {
  if (name === base) return false;
  if (name.startsWith(base)) return true;
  const dot = base.lastIndexOf('.');
  const plain = name.endsWith('.gz') ? name.slice(0, -3) : name;
  if (dot <= 0 || !plain.startsWith(base.slice(0, dot)) || !plain.endsWith(base.slice(dot))) return false;
  return /^[-._]\d[-._T:\d]*$/.test(plain.slice(dot, dot - base.length));
};

/** What the names of all siblings begin with. */
const stemOf = (base: string): string => base.slice(0, base.lastIndexOf('.') > 0 ? base.lastIndexOf('.') : base.length);

/**
 * The files beside the one that stands at a followed name: a rotated file is found among them, also one that came to the
 * name and went between two looks.
 */
export class Siblings {
  readonly #files: FileSystem;
  /** absolute, symbolic links not resolved */
  readonly path: string;
  /** whether something was noted since this was set to false */
  isFresh = true;
  /** null before anybody looked */
  #place: Place | null = null;
  #modified = -1n;
  /** the directory may have changed again without a trace in its time of modification */
  #again = false;
  #listing: Listing = new Map();
  /** what was sought in vain since the directory was modified */
  #absent = { modified: -1n, keys: new Set<string>() };
  /** as of an earlier run: names and identities */
  #earlier: NameRecord | null;

  /** @param earlier what an earlier run saw there */
  constructor(files: FileSystem, path: string, earlier: NameRecord | null) {
    this.#files = files;
    this.path = resolve(path);
    this.#earlier = earlier;
  }

  /** Whether the directory may have changed since the last look: an idle one costs a stat. */
  isChanged(): boolean {
    if (this.#place === null || this.#again) return true;
    return this.#modifiedAt(this.#place) !== this.#modified;
  }

  /**
   * Takes notice of what is there, if the directory changed.
   *
   * @param isQuiet asked afterwards: whether the file at the name is still the same. Else nothing is noted, so that `look`
   * tells what is new
   */
  refresh(isQuiet: () => boolean): void {
    if (this.#place === null || !this.isChanged()) return;
    const modified = this.#modifiedAt(this.#place);
    const listing = this.#listWhole(this.#place);
    if (isQuiet()) this.#notice(listing, modified);
  }

  /** Could not be read: it is new again at the next look. */
  forget(name: string): void {
    this.#listing = new Map([...this.#listing].filter(([other]) => other !== name));
  }

  /**
   * All that are there now; `isNew` compares with the look before. Where the directory itself is another one than then, none
   * is new.
   *
   * @throws when it cannot be told; nothing is noted then
   */
  look(): Sibling[] {
    const former = this.#place;
    const known = this.#earlier === null ? identities(this.#listing) : new Map(Object.entries(this.#earlier.siblings));
    const place = this.#resolve() ?? former;
    if (place === null) return [];
    const directory = this.#earlier === null ? (former?.key ?? null) : this.#earlier.directory;
    const isSamePlace = directory !== null && directory === place.key && (former === null || former.base === place.base);
    const modified = this.#modifiedAt(place);
    this.#notice(this.#listWhole(place), modified);
    this.#place = place;
    this.#earlier = null;
    const before = new Set(known.values());
    const now = identities(this.#listing);
    return [...this.#listing.values()].map((sibling) => ({
      ...sibling,
      isNew: isSamePlace && !before.has(birthKeyOf(sibling)) && !isLogOfItsOwn(sibling.name, known, now),
    }));
  }

  /** A path that leads to a file now; null when none of them does. */
  pathOf(key: string): string | null {
    if (this.#place === null) return null;
    const modified = this.#modifiedAt(this.#place);
    if (modified !== this.#absent.modified) this.#absent = { modified, keys: new Set() };
    if (this.#absent.keys.has(key)) return null;
    const path = [...this.#listWhole(this.#place).values()].find((sibling) => sibling.key === key)?.path ?? null;
    if (path === null && !isRecent(modified)) this.#absent.keys.add(key);
    return path;
  }

  /** For the ledger. @param file what stands at the name */
  record(file: string | null): NameRecord {
    return { file, directory: this.#place?.key ?? null, siblings: Object.fromEntries(identities(this.#listing)) };
  }

  /** @param modified of the directory, from before it was listed */
  #notice(listing: Listing, modified: bigint): void {
    this.#again = modified !== this.#modified || isRecent(modified);
    this.#modified = modified;
    this.#listing = listing;
    this.isFresh = true;
  }

  /** -1 where there is no such directory */
  #modifiedAt({ directory }: Place): bigint {
    return this.#files.stat(directory)?.modified ?? -1n;
  }

  #resolve(): Place | null {
    try {
      const real = this.#files.realPath(this.path);
      return this.#placeIn(dirname(real), basename(real));
    } catch {
      // it does not lead anywhere just now
    }
    if (this.#place !== null) return this.#placeIn(this.#place.directory, this.#place.base);
    return this.#placeIn(dirname(this.path), basename(this.path));
  }

  #placeIn(directory: string, base: string): Place | null {
    try {
      const stat = this.#files.stat(directory);
      return stat === null ? null : { directory, base, key: keyOf(stat) };
    } catch {
      return null;
    }
  }

  /** A file that is renamed while its directory is listed may be in no listing: they are listed until nothing changes. */
  #listWhole(place: Place): Listing {
    let listing = this.#list(place);
    for (let n = 0; n < MAX_LISTINGS; n += 1) {
      const again = this.#list(place);
      if (isSameListing(listing, again)) return again;
      listing = again;
    }
    return listing;
  }

  #list({ directory, base }: Place): Listing {
    const found = new Map<string, Sibling>();
    for (const name of namesWith(this.#names(directory), stemOf(base))) {
      if (!isSiblingName(base, name)) continue;
      const path = join(directory, name);
      const stat = this.#statOf(path);
      if (stat?.kind === 'file') found.set(name, { name, path, key: keyOf(stat), stat, isNew: false });
    }
    return found;
  }

  #names(directory: string): string[] {
    try {
      return this.#files.list(directory);
    } catch (error) {
      if (isAbsent(error)) return []; // such as one that may be entered and not read
      throw error;
    }
  }

  #statOf(path: string): FileStat | null {
    try {
      return this.#files.stat(path);
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }
}

/** An inode may be given again: only together with the time of birth it tells a file from those before it. */
const birthKeyOf = ({ key, stat }: Sibling): string => `${key}:${String(stat.born)}`;

const isSameListing = (a: Listing, b: Listing): boolean =>
  a.size === b.size && [...a].every(([name, { key }]) => b.get(name)?.key === key);

const identities = (listing: Listing): Map<string, string> =>
  new Map([...listing].map(([name, sibling]) => [name, birthKeyOf(sibling)]));

/** Digits alone behind `access.log.1` make another number of it. */
const isNameBehind = (name: string, other: string): boolean =>
  isSiblingName(name, other) && !/^\d+$/.test(other.slice(name.length));

/** `access.log_ssl` is no rotated `access.log`: it is rotated itself, what stood there stands at a name that begins with its own. */
const isLogOfItsOwn = (name: string, before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): boolean => {
  const former = before.get(name);
  return former !== undefined && [...now].some(([other, key]) => key === former && isNameBehind(name, other));
};
