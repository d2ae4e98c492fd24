import { statSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFollower } from '../../src/sources/follower.js';
import { createReadBuffer } from '../../src/sources/read-buffer.js';
import { ServerLog } from './log-directory.js';
import { recorder } from './recorder.js';

const LINGER = 5_000;
const buffer = createReadBuffer();

/** What can happen to a log, and to its reader. */
type Step =
  | { do: 'write'; lines: number }
  | { do: 'begin a line' }
  | { do: 'rename'; reopen: boolean }
  | { do: 'truncate' }
  | { do: 'delete'; reopen: boolean }
  | { do: 'look'; budget: number }
  | { do: 'wait' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('write' as const), lines: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('begin a line' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rename' as const), reopen: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('truncate' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), reopen: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('look' as const), budget: fc.constantFrom(7, 100, 1 << 20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
);

/** A log, its follower, and the lines that the server wrote: each file's in order. */
class Model {
  readonly written: string[][] = [[]];
  readonly sink = recorder();
  readonly #log: ServerLog;
  #time = 0;
  #unfinished = '';
  #count = 0;
  readonly #follower;

  constructor(log: ServerLog, fromStart: boolean) {
    this.#log = log;
    log.write('');
    this.#follower = createFollower({ path: log.path, sink: this.sink, fromStart, buffer, lingerFor: LINGER, now: () => this.#time });
    this.look();
  }

  run(step: Step): void {
    switch (step.do) {
      case 'write':
        for (let i = 0; i < step.lines; i += 1) this.#endLine();
        break;
      case 'begin a line':
        this.#beginLine();
        break;
      case 'rename':
        this.#replace(step.reopen, () => this.#log.rename());
        break;
      case 'delete':
        this.#replace(step.reopen, () => {
          this.#log.remove();
        });
        break;
      case 'truncate':
        this.#truncate();
        break;
      case 'look':
        this.#follower.look(step.budget);
        break;
      case 'wait':
        this.#time += LINGER;
    }
  }

  look(): void {
    while (this.#follower.look(1 << 20).more);
  }

  /** Brings everything to its end: each file's last line counts. */
  end(): void {
    this.look();
    this.#follower.settle();
    this.#follower.close();
    this.#log.dispose();
  }

  #beginLine(): void {
    const piece = this.#unfinished === '' ? `line ${String((this.#count += 1))} ` : 'and on ';
    this.#log.write(piece);
    this.#unfinished += piece;
  }

  #endLine(): void {
    if (this.#unfinished === '') this.#beginLine();
    this.#log.write('end\n');
    this.written.at(-1)?.push(`${this.#unfinished}end`);
    this.#unfinished = '';
  }

  /** Another file takes the name. Each file is seen at the name at least once, and need not have been read by then. */
  #replace(reopen: boolean, replace: () => void): void {
    this.#follower.look(1);
    const before = statSync(this.#log.path).ino;
    replace();
    if (!reopen) {
      this.#endLine(); // the server has not been told yet, and goes on in the old file
      this.#follower.look(7);
      this.#beginLine();
    }
    if (this.#unfinished !== '') this.written.at(-1)?.push(this.#unfinished);
    this.#unfinished = '';
    this.#log.letGo();
    this.#log.write('');
    expect(statSync(this.#log.path).ino).not.toBe(before);
    this.written.push([]);
  }

  /** Only when all is read does truncation lose nothing but an unfinished line. */
  #truncate(): void {
    this.look();
    if (statSync(this.#log.path).size === 0) return;
    this.#log.truncate();
    this.look();
    this.#unfinished = '';
  }
}

describe('a follower beside a model of the log', () => {
  it('hands on every line of every file once, whole and in order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), (steps, fromStart) => {
        const model = new Model(new ServerLog(), fromStart);
        for (const next of steps) model.run(next);
        model.end();
        const { read } = model.sink;
        expect([...read].sort()).toEqual(model.written.flat().sort());
        for (const lines of model.written) {
          const own = new Set(lines);
          expect(read.filter((line) => own.has(line))).toEqual(lines);
        }
      }),
      { numRuns: 200 },
    );
  });
});
