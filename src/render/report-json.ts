import type { LineCounts } from '../core/line-counts.js';
import type { IntervalReport, SectionCount, SourceCounts } from '../core/report.js';
import { formatIso } from './time-text.js';

/** Sections told one by one. */
const SECTION_LIMIT = 20;

const lineCounts = ({ read, accepted, rejected, filtered, late }: LineCounts) => ({
  read,
  accepted,
  rejected,
  filtered,
  late,
});

const sourceJson = ({ path, format, future, ...counts }: SourceCounts) => ({
  path,
  format,
  ...lineCounts({ ...counts, future }),
  future,
});

const sectionJson = ({ section, hits, errors, bytes }: SectionCount) => ({ section, hits, errors, bytes });

/** Everything that is not in the first sections; `sections` counts those of them whose names are known. */
const otherSections = ({ sections, otherSections: unknown }: IntervalReport) => {
  const folded = sections.slice(SECTION_LIMIT);
  const sum = (key: 'hits' | 'errors' | 'bytes'): number => folded.reduce((total, each) => total + each[key], unknown[key]);
  return { sections: folded.length, hits: sum('hits'), errors: sum('errors'), bytes: sum('bytes') };
};

/** An interval's traffic as plain JSON: stable keys in a fixed order, ISO times, nothing rounded. */
export const trafficJson = (report: IntervalReport) => {
  const { from, to, hits, bytes, successes, errors, other, sections, statusClasses, lines, rejectedBy, sources } = report;
  return {
    from: formatIso(from),
    to: formatIso(to),
    hits,
    bytes,
    successes,
    errors,
    other,
    rate: to > from ? hits / (to - from) : 0,
    sections: sections.slice(0, SECTION_LIMIT).map(sectionJson),
    otherSections: otherSections(report),
    statusClasses: {
      '1xx': statusClasses['1xx'],
      '2xx': statusClasses['2xx'],
      '3xx': statusClasses['3xx'],
      '4xx': statusClasses['4xx'],
      '5xx': statusClasses['5xx'],
      other: statusClasses.other,
    },
    lines: lineCounts(lines),
    future: lines.future,
    rejectedBy: { ...rejectedBy },
    sources: sources.map(sourceJson),
  };
};

/** `{"type":"report",...}` */
export const reportJson = (report: IntervalReport) => ({ type: 'report', ...trafficJson(report) });
