import { FilterError } from '../filter/filter-error.js';
import { joinFilters, parseFilter } from '../filter/filter.js';
import type { Filter } from '../filter/filter.js';
import type { Format } from '../formats/format.js';
import { layoutRefusal } from './format-choice.js';

/**
 * What `--filter` lets through: what all of its texts do; null when there is none. `formats` are those that the user said the
 * logs are in, `hasKeys` as in parseFilter.
 *
 * @throws UserError when one is no filter
 */
export const chooseFilter = (texts: readonly string[], formats: readonly Format[], hasKeys: boolean): Filter | null => {
  const read = (text: string): Filter => {
    try {
      return parseFilter(text, formats, hasKeys);
    } catch (error) {
      throw error instanceof FilterError ? layoutRefusal('--filter', error, 'filter') : error;
    }
  };
  return joinFilters(texts.map(read));
};
