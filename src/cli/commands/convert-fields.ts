import { ALL_FIELDS, readSelection } from '../../convert/selection.js';
import type { Selection } from '../../convert/selection.js';
import type { FieldSlot } from '../../formats/field.js';
import { doubtOf, lackOf } from '../../formats/field-slip.js';
import type { Format } from '../../formats/format.js';
import { FORMATS } from '../../formats/registry.js';
import type { ConvertOptions } from '../convert-options.js';
import type { FormatChoice } from '../format-choice.js';

export interface FieldChoice {
  selection: Selection;
  /** What should be told of a log in a format, whose lines have these fields, where names that no format knows were asked for; or null. */
  remarkOn: (format: Pick<Format, 'mapping'>, fields: readonly FieldSlot[]) => string | null;
}

/** The fields that `--fields` names. Throws a UserError for what is none. */
export const chooseFields = ({ fields: text }: Pick<ConvertOptions, 'fields'>, { isOpen, hasKeys, formats: named }: FormatChoice): FieldChoice => {
  if (text === null) return { selection: ALL_FIELDS, remarkOn: () => null };
  const formats = isOpen ? [...FORMATS, ...named] : named;
  const keys: string[] = [];
  const onKey = (name: string): void => {
    keys.push(name);
  };
  const isW3c = formats.some(({ name }) => name === 'w3c');
  const selection = readSelection('--fields', text, formats.map(({ fields }) => fields), isW3c, hasKeys ? onKey : null);
  return {
    selection,
    remarkOn: ({ mapping }, fields) => {
      const own = keys.filter((key) => !fields.some(({ name }) => name === key));
      const remarks = own.map(mapping === undefined ? lackOf : doubtOf).filter((each) => each !== null);
      return remarks.length === 0 ? null : `the format ${remarks.join(', and ')}`;
    },
  };
};
