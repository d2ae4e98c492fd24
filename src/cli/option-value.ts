import type { Bytes } from '../core/units.js';
import { UserError } from '../core/user-error.js';
import { nearest } from '../core/nearest.js';
import { MAX_SECONDS } from './option-table.js';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Numbers as people also write them: a comma for the point, a unit behind. */
const ALMOST_NUMBER = /^(\d+)(?:[.,](\d+))?\s*(?:s|sec|secs|seconds?|\/s|rps|x)?$/i;

const refusal = (option: string, text: string, problem: string, remedy: string | null): UserError =>
  new UserError(`--${option}: '${text}' ${problem}${remedy === null ? '' : ` (did you mean ${remedy}?)`}`);

const almostNumber = (text: string): string | null => {
  const match = ALMOST_NUMBER.exec(text);
  if (match === null) return null;
  return match[2] === undefined ? match[1]! : `${match[1]!}.${match[2]}`;
};

const readAnyNumber = (option: string, text: string): number => {
  if (!NUMBER.test(text)) throw refusal(option, text, 'is not a number', almostNumber(text));
  const value = Number(text);
  if (!Number.isFinite(value)) throw refusal(option, text, 'is too large', null);
  return value;
};

/** A finite number above 0 in decimal notation. Throws a UserError that names the option (without dashes) and the value. */
export const readNumber = (option: string, text: string): number => {
  const value = readAnyNumber(option, text);
  if (value <= 0) throw refusal(option, text, 'is not above 0', value < 0 ? String(-value) : null);
  return value;
};

/** A whole number (of something) from `least` to `most`. Throws a UserError as `readNumber` does. */
export const readWhole = (option: string, text: string, least: number, most: number, what = 'a whole number'): number => {
  const value = readAnyNumber(option, text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const remedy = Math.min(most, Math.max(least, Math.round(value)));
  throw refusal(option, text, `is not ${what} from ${least} to ${most}`, String(remedy));
};

/** A whole number of seconds from 1 to 86,400. Throws a UserError as `readNumber` does. */
export const readSeconds = (option: string, text: string): number => readWhole(option, text, 1, MAX_SECONDS, 'a whole number of seconds');

/** Sizes as people write them: `65536`, `64KiB`, `64k`, `1M`, `1.5 MiB`. */
const SIZE = /^(\d+\.?\d*|\.\d+)\s*(?:([kmg])(i?b)?|b|bytes?)?$/i;

const FACTORS: Readonly<Record<string, Bytes>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

const sizeText = (bytes: Bytes): string => {
  if (bytes % 2 ** 20 === 0) return `${bytes / 2 ** 20}MiB`;
  return bytes % 2 ** 10 === 0 ? `${bytes / 2 ** 10}KiB` : String(bytes);
};

/**
 * A whole number of bytes from `least` to `most`; K, KiB and the like are powers of 1,024. Throws a UserError as `readNumber`
 * does, also for kB, which some take for 1,000.
 */
export const readBytes = (option: string, text: string, least: Bytes, most: Bytes): Bytes => {
  const [, digits, letter = '', unit = ''] = SIZE.exec(text) ?? [];
  if (digits === undefined) throw refusal(option, text, 'is not a number of bytes (such as 65536, 64KiB or 1MiB)', null);
  const value = Number(digits) * (FACTORS[letter.toLowerCase()] ?? 1);
  if (unit.length === 1) throw refusal(option, text, 'is ambiguous', `${digits}${letter.toUpperCase()}iB`);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const remedy = Math.min(most, Math.max(least, Math.round(value)));
  throw refusal(option, text, `is not a whole number of bytes from ${sizeText(least)} to ${sizeText(most)}`, sizeText(remedy));
};

/** One of a few words. Throws a UserError as `readNumber` does. */
export const readChoice = <Choice extends string>(
  option: string,
  text: string,
  choices: readonly Choice[],
): Choice => {
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw refusal(option, text, `is not one of ${choices.join(', ')}`, nearest(text, choices));
};

/** The two sides of `GLOB=FORMAT`: a layout may have a `=` of its own. Throws a UserError as `readNumber` does. */
export const readFormatFor = (text: string): { glob: string; format: string } => {
  const at = text.indexOf('=');
  const [glob, format] = [text.slice(0, at), text.slice(at + 1)];
  if (at > 0 && format !== '') return { glob, format };
  throw new UserError(`--format-for: '${text}' is no GLOB=FORMAT`, "such as --format-for 'admin*.log=combined'");
};

/** The last file that was named for what is written; null, as with `-`, is stdout. */
export const readOutputFile = (files: readonly string[] | undefined): string | null => {
  const file = files?.at(-1) ?? '-';
  return file === '-' ? null : file;
};
