import { resolve } from 'node:path';

/** A name that stands for all files that it matches. */
export interface Glob {
  /** as the user wrote it */
  name: string;
  /** the folders in front of the first one that holds a wildcard, as the user wrote them; empty, or with a slash at its end */
  base: string;
  /** what is to be matched below `base` */
  pattern: string;
}

/** Whether a name holds what only globs hold. Such a file may exist all the same. */
export const looksLikeGlob = (name: string): boolean => /[*?[{]/.test(name);

const SPECIAL = /[*?[\]{}()\\]/;

/** The numbers of `{from..to}`, at most 1,000; null when it is something else. */
const numbersOf = (range: string): string[] | null => {
  const match = /^(\d{1,9})\.\.(\d{1,9})$/.exec(range);
  if (match === null) return null;
  const [from, to] = [Number(match[1]), Number(match[2])];
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.min(1000, Math.abs(to - from) + 1) }, (_, n) => String(from + n * step));
};

/** The first braces that hold alternatives: the text in front of them, the alternatives, what is behind. */
const findBraces = (name: string): { before: string; choices: string[]; after: string } | null => {
  for (let open = name.indexOf('{'); open >= 0; open = name.indexOf('{', open + 1)) {
    const choices: string[] = [];
    let depth = 0;
    let from = open + 1;
    for (let at = open; at < name.length; at += 1) {
      if (name[at] === '{') depth += 1;
      else if (name[at] === '}') depth -= 1;
      const isEnd = depth === 0;
      if (!isEnd && (depth > 1 || name[at] !== ',')) continue;
      choices.push(name.slice(from, at));
      from = at + 1;
      if (!isEnd) continue;
      const alternatives = choices.length > 1 ? choices : numbersOf(choices[0] ?? '');
      if (alternatives !== null) return { before: name.slice(0, open), choices: alternatives, after: name.slice(from) };
      break;
    }
  }
  return null;
};

/** Braces with slashes in them stand for different folders: all are written out, at most 1,000 names. */
const writeOut = (name: string): string[] => {
  let names = [name];
  for (;;) {
    const next = names.flatMap((one) => {
      const braces = findBraces(one);
      return braces === null ? [one] : braces.choices.map((choice) => braces.before + choice + braces.after);
    });
    if (next.length === names.length || next.length > 1000) return names;
    names = next;
  }
};

/** Takes a name apart that is a glob: one for each of its alternatives in braces. */
export const parseGlob = (name: string): Glob[] =>
  writeOut(name).map((text) => {
    const special = text.search(SPECIAL);
    const slash = text.lastIndexOf('/', special < 0 ? text.length : special);
    return { name, base: text.slice(0, slash + 1), pattern: text.slice(slash + 1) };
  });

/** The folder that a glob looks into, without a slash at its end. */
export const folderOf = ({ base }: Glob): string => resolve(base === '' ? '.' : base);
