import type { ShownView } from '../core/shown-view.js';
import type { RawLine, RejectedLine, Snapshot } from '../core/snapshot.js';

/** Whether time goes on by itself, by a log that is replayed, or not any more. */
export type Mode = 'live' | 'replay' | 'ended';

/** What there is to show. */
export interface Scene {
  /** of everything */
  snapshot: Snapshot;
  /** what is shown in its place where there is a filter; null shows everything */
  shown: ShownView | null;
  /** the newest raw lines, oldest first */
  lines: readonly RawLine[];
  /** the last rejected lines, oldest first */
  rejected: readonly RejectedLine[];
  mode: Mode;
  /** hits that were counted since the display was paused */
  hitsSincePause: number;
  /** a sentence for the footer, or null */
  message: string | null;
}
