import type { Layout } from './layout.js';
import { layoutPattern } from './pattern.js';

/** Longer lines are not looked at: nobody shows that much of one. */
const LONGEST = 16 * 1024;

/**
 * Reads the status of a single line in a layout, for showing it: -1 for `-`, null when the line is no record (of its time
 * and size only the shape is looked at). Slow beside the scanner, and independent of it.
 */
export const statusReader = (layout: Layout): ((line: Buffer) => number | null) => {
  const pattern = layoutPattern(layout, 'needed');
  return (line) => {
    if (line.length > LONGEST) return null;
    const status = pattern.exec(line.toString('latin1').replace(/\r$/, ''))?.groups?.['status'];
    if (status === undefined) return null;
    return status === '-' ? -1 : Number(status);
  };
};
