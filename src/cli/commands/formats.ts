import { UserError } from '../../core/user-error.js';
import type { Bytes } from '../../core/units.js';
import { chunkOf } from '../../core/byte-chunk.js';
import { Detector } from '../../formats/detection.js';
import { explain } from '../../formats/explanation.js';
import { FORMAT_TITLES } from '../../formats/format-titles.js';
import { FORMATS } from '../../formats/registry.js';
import { explanationText } from '../../render/explanation-text.js';
import { sourceName } from '../../render/monitor-text.js';
import { joined, printable, printed } from '../../render/printable.js';
import type { Printable } from '../../render/printable.js';
import { openFinishedFile, SourceError } from '../../sources/finished/finished-file.js';
import { readFirstLines } from '../../sources/finished/first-lines.js';
import { openStdin } from '../../sources/finished/stdin.js';
import { readFormat } from '../format-choice.js';
import { writeMessage } from '../message.js';
import type { FormatsOptions } from '../options.js';
import type { Shell } from '../shell.js';
import { createStop } from './stop.js';

const FITS = 0;
const NOTHING_FITS = 1;

/** Of a log in which no line fits any format no more is read. */
const MOST: Bytes = 1024 * 1024;

const listText = (): Printable =>
  joined(
    FORMATS.map(({ name, fields }) => printed`${printable(name)}: ${printable(FORMAT_TITLES[name] ?? '')}\n  ${joined(fields.map((field) => printable(field.name)), printed` `)}\n`),
    printed``,
  );

/** Lists the formats, or explains how the first lines of a log are read; gives the exit code. */
export const runFormats = async ({ explain: path, format }: FormatsOptions, shell: Shell): Promise<number> => {
  if (path === null) {
    writeMessage(shell.stdout, listText());
    return FITS;
  }
  const said = readFormat('--format', format);
  const formats = said === null || FORMATS.includes(said) ? FORMATS : [said, ...FORMATS];
  const sample = new Detector(formats).newSample();
  const lines: Buffer[] = [];
  let bytes = 0;
  const stop = createStop(shell, null);
  const take = (line: Buffer): boolean => {
    lines.push(line);
    bytes += line.length + 1;
    sample.add(chunkOf(line), 0, line.length);
    return !sample.isFull && bytes < MOST;
  };
  try {
    const trouble = await readFirstLines((sink) => {
      const source = path === '-' ? openStdin(shell.stdin, sink) : openFinishedFile(path, sink);
      void stop.promise.then(() => {
        source.close();
      });
      return source;
    }, take, () => stop.requested);
    if (trouble !== null && lines.length === 0) throw new UserError(`${path}: ${trouble}`);
    if (trouble !== null) writeMessage(shell.stderr, printed`access-log-monitor: ${sourceName(path)}: ${printable(trouble)}\n`);
  } catch (error) {
    throw error instanceof SourceError ? new UserError(error.message) : error;
  }
  const explanation = explain(lines, sample, formats, said);
  writeMessage(shell.stdout, explanationText(sourceName(path), explanation));
  return explanation.chosen !== null && explanation.chosen.lines > 0 ? FITS : NOTHING_FITS;
};
