import { isSameFile } from '../file-identity.js';
import type { FileStat } from '../file-system.js';
import type { Reading, StartPoint } from './followed-file.js';
import { lineStart } from '../line-start.js';
import type { FollowStart } from '../source.js';

/** Where following of a name began. What stood there then is read from that place on, whenever it can be opened. */
export class StartPlace {
  readonly #reading: Pick<Reading, 'files' | 'buffer'>;
  readonly #start: FollowStart;
  /** what stood at the name when following began, until it is taken up */
  #first: FileStat | null = null;
  #isResumed = false;

  constructor(reading: Pick<Reading, 'files' | 'buffer'>, start: FollowStart) {
    this.#reading = reading;
    this.#start = start;
  }

  /** @param isResumed an earlier run followed this name: what it does not know came while nobody watched */
  begin(first: FileStat | null, isResumed: boolean): void {
    this.#first = first;
    this.#isResumed = isResumed;
  }

  /** Where reading begins in a file of which nothing is known. */
  in(descriptor: number, stat: FileStat): StartPoint {
    const size = this.#isFirst(stat) ? this.#first!.size : null;
    if (this.#isResumed) return { offset: 0, catchUpTo: size === null ? 0 : stat.size };
    if (size === null || stat.size < size || this.#start === 'beginning') return { offset: 0, catchUpTo: 0 };
    if (this.#start === 'start') return { offset: 0, catchUpTo: size };
    return { offset: lineStart(this.#reading.files, descriptor, this.#reading.buffer, size), catchUpTo: 0 };
  }

  /** From now on what was read of it is known. */
  take(stat: FileStat): void {
    if (this.#isFirst(stat)) this.#first = null;
  }

  #isFirst(stat: FileStat): boolean {
    return this.#first !== null && isSameFile(this.#first, stat) && this.#first.born === stat.born;
  }
}
