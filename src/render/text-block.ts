import type { EpochSeconds } from '../core/units.js';
import { formatInstant } from './time-text.js';
import type { Paint } from './paint.js';
import { joined, printable, printed } from './printable.js';
import type { Printable } from './printable.js';

/** Columns of a rule. */
const WIDTH = 120;
const DOUBLE_RULE = printable('='.repeat(WIDTH));
const RULE = printable('-'.repeat(WIDTH));

/** Columns of a label; the value stands behind a colon. */
const LABEL_WIDTH = 19;

/** What a line of text mode is: its first word says. */
export type LineTag = 'MONITOR' | 'REPORT' | 'ALERT' | 'SUMMARY';

/** `[2018-11-22 15:52:25+00:00] [REPORT]`: how each line, and each block, begins. */
export const taggedTime = (at: EpochSeconds, tag: LineTag, paint: Paint): Printable =>
  printed`[${formatInstant(at)}] ${paint.accent(printable(`[${tag}]`))}`;

/** `Total hits         : 124` */
export const labelled = (label: string, value: Printable | number): Printable =>
  printed`${printable(label.padEnd(LABEL_WIDTH))}: ${value}`;

/** A part of a block under its own heading. */
export interface BlockPart {
  heading: Printable;
  lines: readonly Printable[];
  /** it tells of trouble */
  alarm?: boolean;
}

/** A block between two double rules, under the line that says when and what. Parts are divided by an empty line. */
export const textBlock = (at: EpochSeconds, tag: LineTag, parts: readonly BlockPart[], paint: Paint): Printable => {
  const texts = parts.map(({ heading, lines, alarm }) =>
    joined([(alarm === true ? paint.alarm : paint.strong)(printed`${heading}:`), paint.faint(RULE), ...lines], printed`\n`),
  );
  const edge = paint.faint(DOUBLE_RULE);
  return joined([taggedTime(at, tag, paint), edge, joined(texts, printed`\n\n`), edge], printed`\n`);
};
