import { Converter } from '../../src/app/converter.js';
import { RecordStream } from '../../src/app/record-stream.js';
import { Account } from '../../src/convert/account.js';
import type { Notation } from '../../src/convert/notation.js';
import { createRecordWriter, headerOf } from '../../src/convert/record-writer.js';
import { ALL_FIELDS } from '../../src/convert/selection.js';
import type { Selection } from '../../src/convert/selection.js';
import { Detector } from '../../src/formats/detection.js';
import type { Format } from '../../src/formats/format.js';
import { joinFilters, parseFilter } from '../../src/filter/filter.js';

export interface Conversion {
  output: string;
  account: Account;
  rejected: string[];
}

interface ConversionOptions {
  fields?: Selection;
  filters?: readonly string[];
  format?: Format | null;
  maxLine?: number;
  onFormat?: (format: Format) => void;
  /** bytes of output after which the rest has to wait */
  enough?: number;
}

/** Converts the bytes of one log. */
export const convertBytes = (log: Buffer, to: Notation, options: ConversionOptions = {}): Conversion => {
  const { fields = ALL_FIELDS, filters = [], format = null, maxLine = 65_536, enough = Infinity, onFormat = () => undefined } = options;
  const written: Buffer[] = [];
  const stream = new RecordStream({ write: (bytes) => Promise.resolve(void written.push(Buffer.from(bytes))) });
  const account = new Account();
  const rejected: string[] = [];
  const filter = joinFilters(filters.map((text) => parseFilter(text)));
  const converter = new Converter({
    path: 'a.log',
    format,
    detector: new Detector(),
    maxLine,
    isNumbered: true,
    account,
    output: () => stream.current,
    newWriter: ({ mapping }) => createRecordWriter(to, fields, mapping),
    newFilter: (found) => filter?.newPredicate(found) ?? null,
    onIdle: () => undefined,
    onFields: () => undefined,
    onReject: (chunk, from, end) => rejected.push(chunk.toString('latin1', from, end)),
    onFormat,
    onEvent: () => undefined,
    onWaiting: () => undefined,
  });
  stream.current.text(headerOf(to, fields));
  converter.opened(log.subarray(0, 65_536));
  converter.lines(log, 0, log.length);
  const taken: Buffer[] = [];
  const take = (): void => {
    taken.push(Buffer.from(stream.current.all));
    stream.current.cutTo(0);
  };
  while (converter.convert(enough)) take();
  take();
  return { output: Buffer.concat(taken).toString(), account, rejected };
};

export const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);
