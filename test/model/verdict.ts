import type { LoggedLine } from './disk-file.js';
import type { Scene, ToldEvent } from './scene.js';

const show = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);

const countTexts = (texts: Iterable<string>): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};

/** Lines that were lost, or read too often, or never written. */
const findMiscounted = ({ log, account, undone, watched }: Scene): string[] => {
  const times = countTexts(account.read);
  const wanted = log.lines.filter((line) => !line.isOld);
  const bound = countTexts(wanted.filter((line) => line.lost === null).map((line) => line.text));
  // A copy that could not be read when it was time to judge it may be read later as a file of its own.
  const doubles = watched.faults > 0 ? log.disk.copied : [];
  const allowed = countTexts([...wanted.map((line) => line.text), ...log.disk.pieces, ...doubles]);
  /** What had been read of a line when the network file system lost its file. */
  const isStale = (text: string): boolean => watched.thrown.has('ESTALE') && wanted.some((line) => line.lost !== null && line.text.startsWith(text));
  const wrong: string[] = [];
  for (const [text, least] of bound) {
    const got = times.get(text) ?? 0;
    if (got < least) wrong.push(`${show(text)} was read ${got} times, and should have been ${least} times`);
  }
  for (const [text, got] of times) {
    const most = allowed.get(text) ?? 0;
    if (got > most && !isStale(text)) wrong.push(`${show(text)} was read ${got} times, and was written ${most} times`);
  }
  for (const text of undone) {
    if (!allowed.has(text) && !isStale(text)) wrong.push(`${show(text)} was read before a kill, and was never written`);
  }
  return wrong;
};

/** Lines by their texts, but for those that may be read a second time, such as what a truncation left. */
const linesByText = ({ log: { lines, disk }, watched }: Scene): Map<string, LoggedLine> => {
  const times = countTexts([...lines.map((line) => line.text), ...disk.pieces, ...(watched.faults > 0 ? disk.copied : [])]);
  return new Map(lines.filter((line) => times.get(line.text) === 1).map((line) => [line.text, line]));
};

/** Lines that were read out of the order in which they stand in one file. */
const findDisorder = (scene: Scene): string[] => {
  const lines = linesByText(scene);
  const last = new Map<number, LoggedLine>();
  const wrong: string[] = [];
  for (const text of scene.account.read) {
    const line = lines.get(text);
    if (line === undefined) continue;
    const before = last.get(line.stream);
    if (before !== undefined && before.index > line.index) wrong.push(`${show(text)} came after ${show(before.text)}`);
    last.set(line.stream, line);
  }
  return wrong;
};

/** The place of the first and of the last line of each file, among all that were written or read. */
const spans = (texts: readonly string[], lines: ReadonlyMap<string, LoggedLine>): Map<number, { first: number; last: number }> => {
  const found = new Map<number, { first: number; last: number }>();
  texts.forEach((text, at) => {
    const line = lines.get(text);
    if (line === undefined) return;
    const span = found.get(line.stream);
    if (span === undefined) found.set(line.stream, { first: at, last: at });
    else span.last = at;
  });
  return found;
};

/** Files that were read before an older one in which nobody wrote any more. */
const findDisorderOfFiles = (scene: Scene): string[] => {
  const { log, account: { read } } = scene;
  const lines = linesByText(scene);
  const written = spans(log.lines.map((line) => line.text), lines);
  const readAt = [...spans(read, lines)].sort(([a], [b]) => a - b);
  return readAt.flatMap(([stream, { first }], i) =>
    readAt
      .slice(0, i)
      .filter(([older, span]) => written.get(older)!.last < written.get(stream)!.first && span.last > first)
      .map(([, { last }]) => `${show(read[last]!)} of an older file came after ${show(read[first]!)}`),
  );
};

/** Something happened and was not told, or was told and did not happen. */
const findMistold = (scene: Scene): string[] => {
  const events = scene.events.slice(scene.events.findLastIndex((event) => event.name === 'killed') + 1);
  const told = (...names: string[]): ToldEvent[] => events.filter((event) => names.includes(event.name));
  const { restarts, log } = scene;
  const { expected, truncations, owed } = scene.account;
  const wrong: string[] = [];
  const others = told('rotated', 'replaced');
  const atLeast = others.length + told('returned', 'resumed').length;
  if (atLeast < expected.another) wrong.push(`${expected.another} times another file stood at the name, told ${atLeast} times`);
  if (told('truncated').length < expected.shorter) {
    wrong.push(`${expected.shorter} times a file was shorter, told ${told('truncated').length} times`);
  }
  const missing = events.reduce((sum, event) => sum + event.missingBytes, 0);
  if (missing < owed) wrong.push(`${owed} bytes were seen and lost, told of ${missing}`);
  if (restarts > 0 || scene.watched.faults > 0) return wrong;
  if (others.length > log.files.length) wrong.push(`another file was told of ${others.length} times, and there were ${log.files.length} files`);
  if (told('truncated').length > truncations) wrong.push(`${truncations} truncations, told ${told('truncated').length} times`);
  if (missing > 0 && truncations === 0) wrong.push(`${missing} bytes were told missing, and nothing was truncated`);
  return wrong;
};

/**
 * What is wrong at the end of a scene, in sentences; nothing when all promises were kept.
 *
 * @param isDifferent whether no two lines are the same
 */
export const judge = (scene: Scene, isDifferent: boolean): string[] => {
  const wrong = [...findMiscounted(scene), ...findMistold(scene)];
  if (isDifferent) wrong.push(...findDisorder(scene));
  if (isDifferent && scene.tellsAge) wrong.push(...findDisorderOfFiles(scene));
  return wrong;
};
