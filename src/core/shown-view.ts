import type { RawLine, Snapshot } from './snapshot.js';
import type { EpochSeconds } from './units.js';

/** What a filter lets through, for a view that shows it in the place of everything. */
export interface ShownView {
  /** the filter as it was written */
  filter: string;
  /** of the records that were looked at: alerts and the account of lines are not in it */
  snapshot: Snapshot;
  /** records that the filter lets through */
  matching: number;
  /** records that it was asked about */
  of: number;
  /** nothing is shown of seconds before this one */
  since: EpochSeconds;
  /** what came before is still being looked at: `since` goes back */
  isGoingBack: boolean;
  /** the newest matching lines, oldest first */
  lines: readonly RawLine[];
  /** the number of the newest of them: it rises by one with each that comes */
  newest: number;
  /** why some conditions never hold, each as a sentence such as `combined has no field 'duration'` */
  idle: readonly string[];
}

/** Why a text is no filter. */
export interface FilterMistake {
  /** offset in the text; its length is behind the end */
  at: number;
  /** what could stand there and what does, in words */
  message: string;
}

/** What a row of a view says of the requests that it counts. */
export interface Fact {
  field: 'section' | 'host' | 'status' | 'method' | 'path';
  /** as it is shown: `-` for what is absent; a status, a class such as `5xx`, or `other` */
  value: string;
}

/** What a view needs to know of filters as texts. */
export interface FilterLanguage {
  /** Why a text is no filter; null when it is one. */
  mistakeIn(text: string): FilterMistake | null;
  /** The filter that lets through what another one does, and of which all the facts are true. An empty one lets everything through. */
  withFacts(filter: string, facts: readonly Fact[]): string;
  /** The filter without its last condition; empty when it had one only. */
  withoutLast(filter: string): string;
}
