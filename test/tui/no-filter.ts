import type { FilterLanguage } from '../../src/core/shown-view.js';
import { createFilterLanguage } from '../../src/filter/filter-language.js';

export const language: FilterLanguage = createFilterLanguage(() => []);

/** What a dashboard's feed says of a filter where there is none. */
export const noFilter = { show: (): void => undefined, shown: (): null => null, language };
