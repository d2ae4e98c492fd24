import type { Bytes } from '../../core/units.js';
import type { FileIdentity } from '../file-identity.js';
import { openSame } from '../file-identity.js';
import type { FileStat, FileSystem } from '../file-system.js';
import { closeQuietly } from '../file-system.js';
import type { ReadAgain } from '../source.js';

/** A file, and where it can be read. */
export interface FilePlace {
  files: FileSystem;
  identity: FileIdentity;
  /** when it came to be; 0 where that is not known */
  born: FileStat['born'];
  /** while it is held */
  descriptor: () => number | null;
  /** a path that leads to it; null when none is known */
  path: () => string | null;
}

/** Lines of a file that were handed on, read again from the file itself: by its descriptor, or where it stands now. */
export class HandedLines implements ReadAgain {
  readonly isWhole = true;
  to: Bytes;
  private isOver = false;

  /** They begin at `from`. */
  constructor(
    private readonly place: FilePlace,
    public from: Bytes,
    public catchUpTo: Bytes,
  ) {
    this.to = from;
  }

  /** What was read from an offset on does not stand there any more. */
  cutTo(offset: Bytes): void {
    this.from = Math.min(this.from, offset);
    this.to = Math.min(this.to, offset);
    this.catchUpTo = Math.min(this.catchUpTo, offset);
  }

  /** The file was written anew: nothing of what was handed on stands there any more. */
  end(): void {
    this.isOver = true;
  }

  read(buffer: Buffer, length: number, position: Bytes): number {
    if (this.isOver) return 0;
    const { files, descriptor, path } = this.place;
    try {
      const held = descriptor();
      if (held !== null) return files.read(held, buffer, 0, length, position);
      const place = path();
      return place === null ? 0 : this.readAt(place, buffer, length, position);
    } catch {
      return 0; // whoever follows it tells what is wrong
    }
  }

  private readAt(path: string, buffer: Buffer, length: number, position: Bytes): number {
    const { files, identity, born } = this.place;
    const descriptor = openSame(files, path, identity);
    if (descriptor === null) return 0;
    try {
      // A number of an inode may have been given to another file.
      return files.fstat(descriptor).born === born ? files.read(descriptor, buffer, 0, length, position) : 0;
    } finally {
      closeQuietly(() => {
        files.close(descriptor);
      });
    }
  }
}
