/** Milliseconds in which a file can be written again without its time of modification changing. */
const COARSE = 100;

/**
 * Whether a file can have been written after the moment that its time of modification tells.
 *
 * @param modified nanoseconds since the epoch
 */
export const isRecent = (modified: bigint): boolean => Math.abs(Date.now() - Number(modified / 1_000_000n)) < COARSE;
