import { readFileSync } from 'node:fs';

/** Descriptors that are left for everything that is no followed log: the program itself, watches, the state, stdin. */
const HEADROOM = 128;
/** Taken where the system does not say how many there may be. */
const UNKNOWN = 512;
/** At most so many, however many the system allows. */
const MOST = 100_000;
const LEAST = 16;

/** How many logs may be held open at once, by the text of `/proc/self/limits`; null where there is none. */
export const descriptorsFor = (limits: string | null): number => {
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(limits ?? '')?.[1];
  if (soft === undefined) return UNKNOWN;
  return soft === 'unlimited' ? MOST : Math.min(MOST, Math.max(LEAST, Number(soft) - HEADROOM));
};

/** How many logs this process may hold open at once. */
export const descriptorLimit = (): number => {
  try {
    return descriptorsFor(readFileSync('/proc/self/limits', 'latin1'));
  } catch {
    return descriptorsFor(null);
  }
};
