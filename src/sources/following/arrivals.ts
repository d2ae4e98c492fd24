import type { Announcement, Announcements } from './announcements.js';
import type { FollowedFile } from './followed-file.js';
import type { Generations } from './generations.js';

/**
 * How a file came to be read: it stands at the name; it stood there between two looks; or it belongs to one that was announced
 * already, such as a copy of what was lost.
 */
export type Manner = 'at the name' | 'between' | 'part';

/** What is to be said of a file before its first line. */
export interface Arrival {
  manner: Manner;
  /** an earlier run read in it */
  resumed: string | null;
  /** instead of saying that another file stands at the name */
  instead?: Announcement | undefined;
}

/** A file of which something was read, such as by a follower of the name that it had before, is read on. */
const anotherFile = ({ hasBytes }: FollowedFile): string =>
  `another file stands at the name, ${hasBytes ? 'of which only what is new is read' : 'and is read from its beginning'}`;

const fileBetween = ({ hasBytes }: FollowedFile): string =>
  `a file that stood at the name between two looks is read from ${hasBytes ? 'where following began' : 'its beginning'}`;

/** Says of each file how it came to be read, when its turn has come. */
export class Arrivals {
  readonly #generations: Generations;
  readonly #announcements: Announcements;
  readonly #arrivals = new WeakMap<FollowedFile, Arrival>();
  /** whether reading of any file has begun */
  opened = false;

  constructor(generations: Generations, announcements: Announcements) {
    this.#generations = generations;
    this.#announcements = announcements;
  }

  expect(file: FollowedFile, arrival: Arrival): void {
    this.#arrivals.set(file, arrival);
  }

  /** Its turn has come. */
  begin(file: FollowedFile): void {
    const arrival = this.#arrivals.get(file) ?? { manner: 'part', resumed: null };
    if (this.opened) this.#tellNext(file, arrival);
    else this.#tellFirst(arrival);
    file.begin();
  }

  #tellFirst({ manner, resumed, instead }: Arrival): void {
    const { trouble } = this.#announcements;
    if (trouble === 'duplicate') this.#announcements.forget();
    else if (trouble !== null && manner === 'at the name') this.#announcements.tellReturned(null);
    this.opened = true;
    this.#announcements.tell(resumed === null ? { event: 'opened', detail: null } : { event: 'resumed', detail: resumed });
    if (instead !== undefined) this.#announcements.tell(instead);
  }

  #tellNext(file: FollowedFile, { manner, resumed, instead }: Arrival): void {
    if (manner === 'part') return;
    if (manner === 'between') {
      this.#announcements.tell({ event: 'rotated', detail: fileBetween(file) });
      return;
    }
    const { trouble } = this.#announcements;
    if (trouble === 'duplicate') this.#announcements.forget();
    if (instead !== undefined) this.#announcements.tell(instead);
    else if (trouble !== null && trouble !== 'duplicate') this.#announcements.tellReturned(anotherFile(file));
    else this.#announcements.tell(resumed === null ? this.#succession(file) : { event: 'rotated', detail: resumed });
  }

  #succession(file: FollowedFile): Announcement {
    const { all } = this.#generations;
    const former = all[all.indexOf(file) - 1];
    if (former?.isDeleted !== true) return { event: 'rotated', detail: anotherFile(file) };
    return { event: 'replaced', detail: `${anotherFile(file)}; the old one has no name any more` };
  }
}
