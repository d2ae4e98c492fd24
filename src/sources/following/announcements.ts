import type { SourceEventName } from '../../core/report.js';
import type { Bytes } from '../../core/units.js';
import type { LineSink } from '../source.js';
import type { Trouble } from '../trouble.js';

/** An event of a source, to be told when its time has come. */
export interface Announcement {
  event: SourceEventName;
  detail: string | null;
  missingBytes?: Bytes;
}

/** Tells the sink what happens to a followed name: trouble once for each change, and that it is over. */
export class Announcements {
  readonly #sink: LineSink;
  #trouble: Trouble | null = null;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  /** What is wrong with the name, as was told last; null when nothing is. */
  get trouble(): Trouble['event'] | null {
    return this.#trouble?.event ?? null;
  }

  tell({ event, detail, missingBytes }: Announcement): void {
    if (missingBytes === undefined) this.#sink.event(event, detail);
    else this.#sink.event(event, detail, missingBytes);
  }

  tellTrouble(trouble: Trouble): void {
    if (this.#trouble?.event === trouble.event && this.#trouble.detail === trouble.detail) return;
    this.#trouble = trouble;
    this.tell(trouble);
  }

  tellReturned(detail: string | null): void {
    this.#trouble = null;
    this.tell({ event: 'returned', detail });
  }

  /** What was wrong is over, and something else says so. */
  forget(): void {
    this.#trouble = null;
  }
}

/** `; about 120 bytes may be missing` */
export const withLoss = (detail: string, missingBytes: Bytes): Omit<Announcement, 'event'> =>
  missingBytes > 0 ? { detail: `${detail}; about ${String(missingBytes)} bytes may be missing`, missingBytes } : { detail };
