import { SlipError } from '../../core/slip-error.js';

/** One segment of a rule: what it begins and ends with, and whether anything may stand between. */
interface SegmentRule {
  prefix: string;
  suffix: string;
  isOpen: boolean;
  /** how long a segment must be at least */
  least: number;
}

/** A rule that paths are grouped by. */
export interface PathRule {
  /** as it was written */
  text: string;
  segments: readonly SegmentRule[];
  /** it ends with `**`: whatever follows */
  takesRest: boolean;
}

const slip = (text: string, at: number, expected: string, length = 1): SlipError =>
  new SlipError('path template', text, at, expected, text.slice(at, at + length));

const parseSegment = (text: string, at: number, segment: string): SegmentRule => {
  if (segment.startsWith(':')) {
    const name = /^:[a-zA-Z_]\w*/.exec(segment)?.[0];
    if (name === undefined) throw slip(text, at + 1, 'a name such as id');
    const star = segment.indexOf('*');
    if (star !== -1) throw slip(text, at + star, 'one :name or * in a segment, not both');
    const suffix = segment.slice(name.length);
    return { prefix: '', suffix, isOpen: true, least: suffix.length + 1 };
  }
  const star = segment.indexOf('*');
  if (star === -1) return { prefix: segment, suffix: '', isOpen: false, least: segment.length };
  const other = segment.indexOf('*', star + 1);
  if (other !== -1) throw slip(text, at + other, segment === '**' ? 'nothing behind **' : 'one * in a segment, or ** alone');
  return { prefix: segment.slice(0, star), suffix: segment.slice(star + 1), isOpen: true, least: Math.max(1, segment.length - 1) };
};

/**
 * Reads a rule such as `/users/:id/*`: between slashes a text to the letter; `:name` or `*` for any segment that is not
 * empty; one of them with a text around it, such as `:id.json` or `thumb-*.png`; and at the end `**` for all that follows, or nothing.
 *
 * @throws SlipError where it cannot be read
 */
export const parsePathRule = (text: string): PathRule => {
  if (!text.startsWith('/')) throw slip(text, 0, 'a slash');
  const odd = text.search(/[\s?#]/);
  if (odd !== -1) throw slip(text, odd, 'a path without a query and blanks');
  const segments: SegmentRule[] = [];
  for (let at = 1; ; ) {
    const slash = text.indexOf('/', at);
    const segment = text.slice(at, slash === -1 ? text.length : slash);
    if (segment === '**' && slash === -1) return { text, segments, takesRest: true };
    if (segment === '**') throw slip(text, slash, 'nothing behind **');
    segments.push(parseSegment(text, at, segment));
    if (slash === -1) return { text, segments, takesRest: false };
    at = slash + 1;
  }
};

const fitsSegment = ({ prefix, suffix, isOpen, least }: SegmentRule, segment: string): boolean =>
  isOpen ? segment.length >= least && segment.startsWith(prefix) && segment.endsWith(suffix) : segment === prefix;

/** Whether a path fits that has these segments. `/static/**` fits `/static`, too. */
export const fitsPath = (rule: PathRule, segments: readonly string[]): boolean =>
  (rule.takesRest ? segments.length >= rule.segments.length : segments.length === rule.segments.length) &&
  rule.segments.every((segment, n) => fitsSegment(segment, segments[n]!));
