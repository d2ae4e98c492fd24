import type { Snapshot } from '../../src/core/snapshot.js';
import type { Scene } from '../../src/tui/scene.js';
import { sampleLines, sampleRejected, sampleSnapshot } from '../support/snapshot.js';

/** A scene of a site with some trouble. */
export const sampleScene = (snapshot: Partial<Snapshot> = {}, changes: Partial<Scene> = {}): Scene => ({
  snapshot: sampleSnapshot(snapshot),
  shown: null,
  lines: sampleLines(60),
  rejected: sampleRejected(31),
  mode: 'live',
  hitsSincePause: 0,
  message: null,
  ...changes,
});
