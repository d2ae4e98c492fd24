import type { Span } from '../../core/snapshot.js';
import type { Seconds } from '../../core/units.js';

const exact = (seconds: Seconds): string => {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
};

/** A window's length for people: `10 s`, `2 min`, `1 h`. */
export const lengthText = (seconds: Seconds): string => exact(seconds);

/** A reporting window: `last 5 min`, `whole run`. */
export const spanText = (span: Span): string => (span === 'all' ? 'whole run' : `last ${exact(span)}`);
