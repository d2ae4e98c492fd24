import type { Bytes, Seconds } from '../core/units.js';
import { formatBytes, formatCount, formatShare } from './numbers.js';
import { joined, printable, printed } from './printable.js';
import type { Printable } from './printable.js';
import { formatElapsed } from './time-text.js';

/** How far some work has come. */
export interface Progress {
  bytes: Bytes;
  /** how many there will be; null when nobody knows */
  total: Bytes | null;
  lines: number;
  elapsed: Seconds;
}

const WIDEST_BAR = 30;
const NARROWEST_BAR = 6;
const GAP = 2;

/** A guess by less than that is worth nothing. */
const SURE_AFTER: Seconds = 1;

const bar = (share: number, cells: number): Printable => {
  const full = Math.floor(share * cells);
  return printable('█'.repeat(full) + '░'.repeat(cells - full));
};

const rateText = ({ lines, elapsed }: Progress): Printable => printed`${formatCount(elapsed === 0 ? 0 : Math.round(lines / elapsed))} lines/s`;

const leftText = ({ bytes, elapsed }: Progress, total: Bytes): Printable | null =>
  bytes > 0 && elapsed >= SURE_AFTER ? printed`${formatElapsed(Math.ceil(((total - bytes) * elapsed) / bytes))} left` : null;

const lengthOf = (texts: readonly Printable[]): number => texts.reduce((sum, text) => sum + text.length + GAP, -GAP);

/** The first texts that find room side by side. */
const fitting = (texts: readonly Printable[], cells: number): Printable[] => {
  const end = texts.findIndex((_, index) => lengthOf(texts.slice(0, index + 1)) > cells);
  return end < 0 ? [...texts] : texts.slice(0, end);
};

/** The line of a progress bar, shorter than `columns`: what does not find room beside the bar is left out, the share last. */
export const progressText = (progress: Progress, columns: number): Printable => {
  const { bytes, total, elapsed } = progress;
  const room = columns - 1;
  if (total === null) return joined(fitting([formatBytes(bytes), rateText(progress), formatElapsed(elapsed)], room), printed`  `);
  const share = total === 0 ? 1 : Math.min(1, bytes / total);
  const texts = {
    share: printable(formatShare(share).padStart(6)),
    left: leftText({ ...progress, bytes: Math.min(bytes, total) }, total),
    rate: rateText(progress),
    bytes: printed`${formatBytes(Math.min(bytes, total))} of ${formatBytes(total)}`,
  };
  const shown = fitting([texts.share, texts.left, texts.rate, texts.bytes].filter((text) => text !== null), room - NARROWEST_BAR - GAP);
  if (shown.length === 0) return joined(fitting([texts.share], room), printed``);
  const ordered = [texts.share, texts.bytes, texts.rate, texts.left].filter((text): text is Printable => text !== null && shown.includes(text));
  return joined([bar(share, Math.min(WIDEST_BAR, room - lengthOf(shown) - GAP)), ...ordered], printed`  `);
};
