import type { LineSink } from '../../src/sources/source.js';
import { MAX_LINE_LENGTH } from '../../src/sources/source.js';

/** A sink that remembers what it was given. */
export interface Recorder extends LineSink {
  /** lines without newline; of one that is too long only `too-long:` and its first KiB, as a scanner counts it */
  read: string[];
  /** how many of them were caught up */
  caughtUp: number;
  events: string[];
  details: (string | null)[];
  /** how many bytes may be missing, as far as it was told */
  missing: number[];
  heads: string[];
  /** all calls in order, repetitions left out */
  calls: string[];
}

/** @param maxLine the limit of a line, as a scanner knows it */
export const recorder = (maxLine = MAX_LINE_LENGTH): Recorder => {
  const call = (name: string): void => {
    if (self.calls.at(-1) !== name) self.calls.push(name);
  };
  const take = (line: string, catchUp: boolean): void => {
    self.read.push(line);
    if (catchUp) self.caughtUp += 1;
    call('lines');
  };
  const tooLong = (head: Buffer, catchUp: boolean): void => {
    take(`too-long:${head.toString('latin1')}`, catchUp);
  };
  const self: Recorder = {
    read: [],
    caughtUp: 0,
    events: [],
    details: [],
    missing: [],
    heads: [],
    calls: [],
    opened: (head) => {
      self.heads.push(head.toString('latin1'));
      call('opened');
    },
    lines: (chunk, from, to, catchUp) => {
      const text = chunk.toString('latin1', from, to);
      for (const line of text.replace(/\n$/, '').split('\n')) {
        if (line.length > maxLine) tooLong(Buffer.from(line.slice(0, 1024), 'latin1'), catchUp);
        else take(line, catchUp);
      }
    },
    tooLong,
    event: (name, detail, missingBytes) => {
      if (missingBytes !== undefined) self.missing.push(missingBytes);
      self.events.push(name);
      self.details.push(detail);
      call(name);
    },
  };
  return self;
};
