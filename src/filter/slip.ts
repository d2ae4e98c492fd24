/** What is between a field and its value in other languages, from the longest on; the name may be missing. */
const WITHOUT_COLON = /^([A-Za-z_][\w.-]*)?(>=|<=|!=|==|=~|>|<|=|~)/;

/** A field, or nothing, and what stands behind it in place of a colon. */
export interface WithoutColon {
  name: string;
  sign: string;
}

/** What begins like that in a text, or null. */
export const readWithoutColon = (text: string): WithoutColon | null => {
  const match = WITHOUT_COLON.exec(text);
  return match === null ? null : { name: match[1] ?? '', sign: match[2]! };
};

/** How the same is written with a colon. */
export const withColon = ({ name, sign }: WithoutColon, value: string): string => {
  if (sign.endsWith('~')) return `${name}:~/${value}/`;
  return `${sign === '!=' ? '-' : ''}${name}:${value}`;
};

/** What was most likely meant by a value that is no number, as a condition; null when nobody knows. */
export const conditionMeant = (field: string, value: string): string | null => {
  if (/^\w+(?:[,|]\w+)+$/.test(value)) return `${field}:(${value.replace(/[,|]/g, ' OR ')})`;
  const range = /^(\w+)(?:\.\.|-)(\w+)$/.exec(value);
  if (range !== null) return `${field}:[${range[1]!} TO ${range[2]!}]`;
  const [, sign, rest] = /^(!?)=+(\w+)$/.exec(value) ?? [];
  return rest === undefined ? null : `${sign === '!' ? '-' : ''}${field}:${rest}`;
};
