import { stripVTControlCharacters } from 'node:util';

/** A text without the colours that were put into it. */
export const withoutColor = (text: string): string => stripVTControlCharacters(text);
