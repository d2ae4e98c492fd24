import { fitsPath, parsePathRule } from './path-rule.js';
import type { PathTemplateChoice } from './path-template-choice.js';
import { segmentTemplate } from './segment-kind.js';

/** Gives what a path is grouped under, or null when it stands for itself. */
export type PathTemplates = (path: string) => string | null;

/** What does not begin with a slash is no path, and stands for itself. */
const segmentsOf = (path: string): string[] | null => (path.startsWith('/') ? path.slice(1).split('/') : null);

/**
 * The templates of paths: the first rule that fits (see parsePathRule), as it was written; else, with `auto`, the path with its numbers,
 * dates and so on replaced (see segmentTemplate). Takes time in proportion to the path's length and the number of rules.
 *
 * @throws SlipError where a rule cannot be read
 */
export const createPathTemplates = ({ rules, auto }: PathTemplateChoice): PathTemplates => {
  const parsed = rules.map(parsePathRule);
  return (path) => {
    const segments = segmentsOf(path);
    if (segments === null) return null;
    const rule = parsed.find((each) => fitsPath(each, segments));
    if (rule !== undefined) return rule.text;
    if (!auto) return null;
    const template = `/${segments.map(segmentTemplate).join('/')}`;
    return template === path ? null : template;
  };
};
