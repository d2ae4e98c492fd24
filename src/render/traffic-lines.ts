import type { RejectedBy, RejectReason } from '../core/line-counts.js';
import type { IntervalReport, SectionCount, StatusClasses } from '../core/report.js';
import { cutToCells } from './cells.js';
import { formatBytes, formatCount } from './numbers.js';
import { joined, printable, printed } from './printable.js';
import type { Printable } from './printable.js';
import { labelled } from './text-block.js';

/** Sections told of below the most hit one. */
const NEXT_SECTIONS = 4;

/** Cells of a section's name. */
const SECTION_WIDTH = 60;

const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx', 'other'] as const satisfies readonly (keyof StatusClasses)[];

// One form for any number of hits, so that one pattern reads them all.
const sectionText = ({ section, hits }: SectionCount): Printable =>
  printed`'${cutToCells(section, SECTION_WIDTH).text}' (${hits} hits)`;

/** The line, unless it would say nothing. */
export const counted = (label: string, count: number): Printable[] => (count === 0 ? [] : [labelled(label, formatCount(count))]);

const sectionLines = ({ sections, otherSections }: IntervalReport): Printable[] => {
  const next = sections.slice(1, 1 + NEXT_SECTIONS);
  const others = sections.slice(1 + NEXT_SECTIONS);
  const hits = others.reduce((sum, section) => sum + section.hits, otherSections.hits);
  const count = otherSections.hits === 0 ? formatCount(others.length) : printed`more than ${formatCount(others.length)}`;
  return [
    ...(next.length === 0 ? [] : [labelled('Next sections', joined(next.map(sectionText), printed`, `))]),
    ...(hits === 0 ? [] : [labelled('Other sections', printed`${count} (${formatCount(hits)} hits)`)]),
  ];
};

const statusLines = ({ statusClasses }: IntervalReport): Printable[] => {
  const said = STATUS_CLASSES.filter((name) => statusClasses[name] > 0);
  if (said.length === 0) return [];
  return [labelled('Status classes', printable(said.map((name) => `${name} ${formatCount(statusClasses[name])}`).join(', ')))];
};

const bytesLines = ({ bytes }: IntervalReport): Printable[] => (bytes === 0 ? [] : [labelled('Bytes', formatBytes(bytes))]);

/** Why lines were rejected, and how many, the most frequent reason first. */
export const reasonsOf = (rejectedBy: RejectedBy): [RejectReason, number][] =>
  (Object.entries(rejectedBy) as [RejectReason, number][]).sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));

/** How many lines were rejected, and why, the most frequent reason first; nothing when none was. */
export const rejectedLines = ({ lines, rejectedBy }: { lines: { rejected: number }; rejectedBy: RejectedBy }): Printable[] => {
  if (lines.rejected === 0) return [];
  const reasons = reasonsOf(rejectedBy).map(([reason, count]) => `${reason} ${formatCount(count)}`);
  return [labelled('Rejected lines', printable([formatCount(lines.rejected), ...(reasons.length > 0 ? [`(${reasons.join(', ')})`] : [])].join(' ')))];
};

/** The four lines that every interval with traffic has; plain numbers, for those who search them. */
const headLines = ({ sections, hits, successes, errors }: IntervalReport): Printable[] => [
  labelled('Most hit section', sections[0] === undefined ? printed`unknown` : sectionText(sections[0])),
  labelled('Total hits', hits),
  labelled('Successes', successes),
  labelled('Errors', errors),
];

/** What came in during an interval: four lines, or `quiet` instead of them, and what else there is to say. */
export const trafficLines = (report: IntervalReport, quiet: Printable): Printable[] => [
  ...(report.hits === 0 ? [quiet] : headLines(report)),
  ...sectionLines(report),
  ...statusLines(report),
  ...bytesLines(report),
  ...rejectedLines(report),
  ...counted('Filtered lines', report.lines.filtered),
  ...counted('Late records', report.lines.late),
  ...counted('Future records', report.lines.future),
];
