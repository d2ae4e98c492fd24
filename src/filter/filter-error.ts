import { SlipError } from '../core/slip-error.js';

/** A text is no filter. */
export class FilterError extends SlipError {
  constructor(text: string, at: number, expected: string, found: string, nearest: string | null = null) {
    super('filter', text, at, expected, found, nearest);
  }
}
