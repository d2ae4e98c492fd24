import { printed } from './printable.js';
import type { Printable } from './printable.js';

/**
 * The colours of text mode by what they are for. They only decorate: without them the same text remains, and nothing is
 * said by colour alone.
 */
export interface Paint {
  /** tags of lines */
  accent: (text: Printable) => Printable;
  /** headings */
  strong: (text: Printable) => Printable;
  /** rules */
  faint: (text: Printable) => Printable;
  /** trouble, and nothing else */
  alarm: (text: Printable) => Printable;
}

const same = (text: Printable): Printable => text;

/** Text as it is. */
export const PLAIN_PAINT: Paint = { accent: same, strong: same, faint: same, alarm: same };

const sgr =
  (on: number, off: number) =>
  (text: Printable): Printable =>
    printed`\u001b[${on}m${text}\u001b[${off}m`;

/** The 16 colours that every terminal has, over its own foreground and background. */
export const COLOR_PAINT: Paint = { accent: sgr(36, 39), strong: sgr(1, 22), faint: sgr(2, 22), alarm: sgr(31, 39) };

/** How to paint, for a view that was told whether to use colour. */
export const paintOf = (color: boolean): Paint => (color ? COLOR_PAINT : PLAIN_PAINT);
