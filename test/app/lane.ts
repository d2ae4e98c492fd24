import type { ReplayInput, ReplayLane } from '../../src/app/replay.js';

/** A lane of sources that are all there. */
export const laneOf = (...inputs: readonly ReplayInput[]): ReplayLane => {
  let turn = 0;
  return { next: () => inputs[turn++] ?? null };
};
