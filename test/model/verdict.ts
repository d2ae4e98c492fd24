import type { Scene } from './scene.js';
import type { LoggedLine } from './disk-file.js';

const show = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);

const countTexts = (texts: Iterable<string>): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};

/** Lines that were read out of the order in which they stand in one file. */
const findDisorder = (scene: Scene): string[] => {
  const lines = new Map(scene.log.lines.map((line) => [line.text, line]));
  const last = new Map<number, LoggedLine>();
  const found: string[] = [];
  for (const text of scene.read) {
    const line = lines.get(text);
    if (line === undefined) continue;
    const before = last.get(line.stream);
    if (before !== undefined && before.index > line.index) found.push(`${show(text)} came after ${show(before.text)}`);
    last.set(line.stream, line);
  }
  return found;
};

/** What is wrong at the end of a scene, in sentences; nothing when all promises were kept. */
export const judge = (scene: Scene, isDifferent: boolean): string[] => {
  const { log, events, expected } = scene;
  const read = countTexts(scene.read);
  const bound = countTexts(log.lines.filter((line) => line.lost === null && !line.isOld).map((line) => line.text));
  const allowed = countTexts([...log.lines.filter((line) => !line.isOld).map((line) => line.text), ...log.pieces]);
  const wrong: string[] = [];
  for (const [text, times] of bound) {
    const got = read.get(text) ?? 0;
    if (got < times) wrong.push(`${show(text)} was read ${got} times, and should have been ${times} times`);
  }
  for (const [text, times] of read) {
    const most = allowed.get(text) ?? 0;
    if (times > most) wrong.push(`${show(text)} was read ${times} times, and was written ${most} times`);
  }
  for (const text of scene.undone) {
    if (!allowed.has(text)) wrong.push(`${show(text)} was read before a kill, and was never written`);
  }
  if (isDifferent) wrong.push(...findDisorder(scene));
  const told = (...names: string[]): number => events.filter((event) => names.includes(event.name)).length;
  if (told('rotated', 'replaced', 'returned') < expected.another) wrong.push(`${expected.another} times another file stood at the name, told ${told('rotated', 'replaced', 'returned')} times`);
  if (told('truncated') < expected.shorter) wrong.push(`${expected.shorter} times the file was shorter, told ${told('truncated')} times`);
  const missing = events.reduce((sum, event) => sum + event.missingBytes, 0);
  if (missing < scene.owed && scene.tellsMissing) wrong.push(`${scene.owed} bytes were seen and lost, told of ${missing}`);
  return wrong;
};
