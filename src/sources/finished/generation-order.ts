import { basename, dirname } from 'node:path';
import { COMPRESSED_NAME } from '../compressed/compression.js';

/** A file that is read once, by the name that the user knows. */
export interface DatedFile {
  path: string;
  /** when it was written last; only compared */
  modified: bigint;
}

/** What a name tells of its file's place among the generations of one log. */
interface Parsed {
  /** the name of the log: what all its generations share */
  family: string;
  /** `YYYYMMDDhhmmss`, zeros for what is not said; null where the name tells no date */
  date: string | null;
  /** how often it has been renamed; null where the name tells none */
  number: number | null;
}

const DATE =
  '[-._](?:(?<year>(?:19|20)\\d\\d)(?:-?(?<month>0[1-9]|1[0-2])-?(?<day>0[1-9]|[12]\\d|3[01])' +
  '(?:[-_.T]?(?<hour>[01]\\d|2[0-3])(?:[-_.:]?(?<minute>[0-5]\\d)(?:[-_.:]?(?<second>[0-5]\\d))?)?)?' +
  '|-(?<onlyMonth>0[1-9]|1[0-2]))?|(?<epoch>1\\d{9}))';

const AT_END = new RegExp(`^(?<head>.+?)${DATE}(?<tail>)$`);
const BEFORE_EXTENSION = new RegExp(`^(?<head>.+?)${DATE}(?<tail>\\.[a-z]\\w*)$`, 'i');

/** logrotate's: `.1`, `.2`. Part of an address or a version is none. */
const NUMBERED = /^(?<head>.*[^\d.]|.*\D[-._]?\d{4,})\.(?<number>\d{1,4})$/;

const dateOf = (groups: Readonly<Record<string, string | undefined>>): string => {
  if (groups['epoch'] !== undefined) return new Date(Number(groups['epoch']) * 1000).toISOString().replace(/\D/g, '').slice(0, 14);
  const { year, month = groups['onlyMonth'], day, hour, minute, second } = groups;
  return `${year ?? ''}${[month, day, hour, minute, second].map((part) => part ?? '00').join('')}`;
};

const withoutNumber = (name: string): { name: string; number: number | null } => {
  const { head, number } = NUMBERED.exec(name)?.groups ?? {};
  if (head === undefined || number === undefined || /^(?:19|20)\d\d$/.test(number)) return { name, number: null };
  return { name: head, number: Number(number) };
};

const withoutDate = (name: string): { name: string; date: string | null } => {
  const groups = (AT_END.exec(name) ?? BEFORE_EXTENSION.exec(name))?.groups;
  if (groups === undefined) return { name, date: null };
  return { name: `${groups['head'] ?? ''}${groups['tail'] ?? ''}`, date: dateOf(groups) };
};

const parse = (path: string): Parsed => {
  const numbered = withoutNumber(basename(path).replace(COMPRESSED_NAME, ''));
  const dated = withoutDate(numbered.name.replace(COMPRESSED_NAME, ''));
  return { family: `${dirname(path)}/${dated.name}`, date: dated.date, number: numbered.number };
};

const compare = <Value>(a: Value, b: Value): number => (a < b ? -1 : a > b ? 1 : 0);

/** Oldest first. The log's own name is its newest generation; where names tell of different things, the times of writing do. */
const ordered = <File extends DatedFile>(members: readonly { file: File; parsed: Parsed }[]): File[] => {
  const isNamed = ({ parsed: { date, number } }: { parsed: Parsed }): boolean => date !== null || number !== null;
  const old = members.filter(isNamed);
  const byNumber = old.every(({ parsed: { date } }) => date === null);
  const byDate = old.every(({ parsed: { date, number } }) => date !== null && number === null);
  old.sort(
    (a, b) =>
      (byNumber ? compare(b.parsed.number, a.parsed.number) : byDate ? compare(a.parsed.date, b.parsed.date) : 0) ||
      compare(a.file.modified, b.file.modified) ||
      compare(a.file.path, b.file.path),
  );
  return [...old, ...members.filter((member) => !isNamed(member))].map(({ file }) => file);
};

/**
 * The families of files that are generations of one log (`access.log`, `access.log.1`, `access.log.2.gz`, or
 * `access.log-20260101`, `access-20260101.log`), each oldest first, in the order in which a family's first file was named.
 */
export const families = <File extends DatedFile>(files: readonly File[]): File[][] => {
  const found = new Map<string, { file: File; parsed: Parsed }[]>();
  for (const file of files) {
    const parsed = parse(file.path);
    const family = found.get(parsed.family);
    if (family === undefined) found.set(parsed.family, [{ file, parsed }]);
    else family.push({ file, parsed });
  }
  return [...found.values()].map(ordered);
};
