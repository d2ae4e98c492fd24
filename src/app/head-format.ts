import type { Detector } from '../formats/detection.js';
import type { Format } from '../formats/format.js';
import { Recognition } from './recognition.js';

/**
 * The format of a log by its first bytes; null when none of their lines fits any.
 *
 * @param onRemark told when there is more to be said of it than its name
 */
export const formatOfHead = (detector: Detector, head: Buffer, onRemark: (text: string) => void): Format | null => {
  const recognition = new Recognition({
    detector,
    lineNumber: () => 0,
    onFormat: ({ name }, detail) => {
      if (detail !== name) onRemark(detail);
    },
  });
  recognition.opened(head);
  return recognition.format;
};
