import { Converter } from '../../app/converter.js';
import { RecordStream } from '../../app/record-stream.js';
import { Account, filteredText, rejectedText } from '../../convert/account.js';
import { createRecordWriter, headerOf } from '../../convert/record-writer.js';
import { Detector } from '../../formats/detection.js';
import { createByteStream } from '../../headless/byte-stream.js';
import { printable, printed } from '../../render/printable.js';
import type { ConvertOptions } from '../convert-options.js';
import { chooseFilter } from '../filter-choice.js';
import { chooseFormats } from '../format-choice.js';
import { writeMessage } from '../message.js';
import type { Shell } from '../shell.js';
import { chooseFields } from './convert-fields.js';
import { convertFollowed } from './convert-follow.js';
import { convertFinished } from './convert-read.js';
import { openRejects } from './convert-rejects.js';
import { findNamedLogs } from './named-logs.js';
import { refuseOutput } from './own-output.js';
import { createStop } from './stop.js';
import { createTroubles } from './troubles.js';
import { exitCodeOf, written } from './written.js';


/** Prints the records of logs in one vocabulary; gives the exit code. Throws a UserError when nothing can be read. */
export const runConvert = (options: ConvertOptions, shell: Shell): Promise<number> => written(shell, () => convert(options, shell));

const convert = async (options: ConvertOptions, shell: Shell): Promise<number> => {
  const { to, follow, rejected } = options;
  const choice = await chooseFormats(options);
  const tell = (message: string): void => {
    writeMessage(shell.stderr, printed`access-log-monitor: ${printable(message)}\n`);
  };
  const { selection, remarkOn } = chooseFields(options, choice);
  const filter = chooseFilter(options.filters, choice.formats, choice.hasKeys);
  const stop = createStop(shell, null);
  const logs = refuseOutput(await findNamedLogs({ ...options, once: !follow }), 'convert', 'the records are');
  for (const note of logs.notes) tell(note);
  const rejects = rejected === null ? null : openRejects(rejected, logs, shell);
  const stream = new RecordStream(createByteStream(shell.stdout, 'stdout'));
  const account = new Account();
  const detector = new Detector();
  const troubles = createTroubles(tell);

  const converterOf = (path: string): Converter => {
    troubles.open(path);
    return new Converter({
      path,
      format: choice.formatOf(path),
      detector,
      maxLine: options.maxLineLength,
      isNumbered: !follow || options.fromStart,
      account,
      output: () => stream.current,
      newFilter: (format) => filter?.newPredicate(format) ?? null,
      onIdle: (idle) => {
        troubles.remark(path, `the format ${idle.join(', and ')}`);
      },
      onFields: (format, fields) => {
        const remark = remarkOn(format, fields);
        if (remark !== null) troubles.remark(path, remark);
      },
      newWriter: ({ mapping }) => createRecordWriter(to, selection, mapping),
      onReject: (chunk, from, end) => rejects?.file.add(chunk, from, end),
      // What is clear is not worth a line among others' messages.
      onFormat: (format, detail) => {
        if (detail !== format.name) troubles.remark(path, detail);
      },
      onEvent: (name, detail) => {
        troubles.note(path, name, detail);
        if (follow) troubles.tell();
      },
      onWaiting: (converter) => {
        if (follow) converter.convert(Infinity);
      },
    });
  };
  const onBatch = (): void => {
    troubles.tell();
    rejects?.file.flush();
    if (rejects?.file.failure) stop.request();
  };
  const parts = { converterOf, stream, onBatch };
  stream.current.text(headerOf(to, selection));
  if (follow) {
    await stream.drain();
    const memberOf = (path: string) => (rejects?.isTheFile(path) === true ? null : converterOf(path));
    await convertFollowed(logs, options, { ...parts, memberOf, tell }, shell, stop);
  } else await convertFinished(logs.paths, parts, options, shell, stop);
  await stream.drain();
  rejects?.file.close();
  if (rejects?.file.failure) throw rejects.file.failure;

  const failure = account.read === 0 && !follow ? troubles.failure() : null;
  if (failure !== null) throw failure;
  troubles.tell();
  if (rejects === null) writeMessage(shell.stderr, rejectedText(account));
  writeMessage(shell.stderr, filteredText(account));
  return follow ? 0 : exitCodeOf(stop);
};
