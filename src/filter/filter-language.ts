import type { FilterLanguage } from '../core/shown-view.js';
import type { Format } from '../formats/format.js';
import { conditionOf } from './condition.js';
import { FilterError } from './filter-error.js';
import { parseFilter } from './filter.js';
import type { FilterNode } from './filter-node.js';

/** What a filter says, without how it was written; null for a text that is none. */
const nodeOf = (text: string, formats: readonly Format[], hasKeys: boolean): FilterNode | null => {
  try {
    return parseFilter(text, formats, hasKeys).node;
  } catch (error) {
    if (error instanceof FilterError) return null;
    throw error;
  }
};

const messageOf = ({ expected, found, hint }: FilterError): string =>
  `expected ${expected}${found === '' ? '' : `, found '${found}'`}${hint === null ? '' : `; ${hint}`}`;

/** Where a text may be parted: in front of blanks, from the right to the left. */
const cuts = (text: string): number[] => [...text.matchAll(/\s+/g)].map(({ index }) => index).reverse();

/** What a view needs to know of filters; `formats` and `hasKeys` as in parseFilter, asked for at each call. */
export const createFilterLanguage = (formats: () => readonly Format[], hasKeys: () => boolean = () => false): FilterLanguage => ({
  mistakeIn: (text) => {
    try {
      parseFilter(text, formats(), hasKeys());
      return null;
    } catch (error) {
      if (error instanceof FilterError) return { at: error.at, message: messageOf(error) };
      throw error;
    }
  },
  withFacts: (filter, facts) => {
    const condition = conditionOf(facts);
    if (filter === '') return condition;
    return nodeOf(filter, formats(), hasKeys())?.kind === 'any' ? `(${filter}) ${condition}` : `${filter} ${condition}`;
  },
  withoutLast: (filter) => {
    const node = nodeOf(filter, formats(), hasKeys());
    if (node?.kind !== 'all') return '';
    const [first, ...others] = node.nodes.slice(0, -1);
    const rest = JSON.stringify(others.length === 0 ? first : { kind: 'all', nodes: [first, ...others] });
    // The text stays as it was written: what is left of the right cut says the same as all conditions but the last.
    const cut = cuts(filter).find((at) => JSON.stringify(nodeOf(filter.slice(0, at), formats(), hasKeys())) === rest);
    return cut === undefined ? '' : filter.slice(0, cut);
  },
});
