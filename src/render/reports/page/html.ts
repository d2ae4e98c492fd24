import { printable } from '../../printable.js';
import type { Printable } from '../../printable.js';

declare const brand: unique symbol;

/** A piece of a page: markup of ours, in which all other text is escaped. Only `html` and `escaped` make it. */
export type Html = Printable & { readonly [brand]: true };

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Any text but markup as it is to be read on a page, between tags and in quoted attributes: made printable, and no markup. */
export const escaped = <Text extends string>(text: Text extends Html ? never : Text): Html => printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!) as Html;

/** A template of markup. */
export const html = (words: TemplateStringsArray, ...values: readonly (Html | number | readonly Html[])[]): Html => {
  let text = words[0] ?? '';
  values.forEach((value, index) => {
    text += `${typeof value === 'object' ? value.join('') : value}${words[index + 1] ?? ''}`;
  });
  return text as Html;
};
