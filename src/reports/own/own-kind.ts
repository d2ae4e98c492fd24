import { UserError } from '../../core/user-error.js';
import type { ByteChunk } from '../../core/byte-chunk.js';
import type { LineRecord } from '../../formats/line-record.js';
import { RecordFault } from '../record-fault.js';
import type { Counter, ReportContext, ReportKind, Total } from '../report-kind.js';
import { ownFault } from './own-fault.js';
import type { OwnModule } from './own-module.js';
import type { OwnResult } from './own-result.js';
import { RecordView } from './record-view.js';

/** The state that one part came to. */
export interface OwnPart {
  state: unknown;
}

/** Calls a function of the report's; what it throws is the user's mistake. */
const called = <Value>({ path, url }: OwnModule, what: string, call: () => Value): Value => {
  let value: Value;
  try {
    value = call();
  } catch (error) {
    throw ownFault(path, url, `${what} failed`, error);
  }
  refusePromise(path, what, value);
  return value;
};

const refusePromise = (path: string, what: string, value: unknown): void => {
  if (value instanceof Promise) {
    value.catch(() => undefined);
    throw new UserError(`${path}: ${what} gives a promise`, 'nobody waits for it: it must not be async');
  }
};

/** A copy, as another thread gets it: so a state means the same, however many threads there are. */
const copied = ({ path }: OwnModule, state: unknown): unknown => {
  try {
    return structuredClone(state);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path}: its state cannot be handed from thread to thread: ${why}`, 'a state is made of plain objects, lists, Map, Set, typed arrays, texts and numbers');
  }
};

const newCounter = (own: OwnModule, seed: number): Counter<OwnPart> => {
  const { report, path, url } = own;
  const newState = (): unknown => called(own, 'empty', () => report.empty());
  const view = new RecordView(report.fields ?? null);
  let state = newState();

  return {
    seed,
    addUsual: null,
    bind: (fields) => view.bind(fields),
    add(record: LineRecord, line: ByteChunk, from: number, to: number): void {
      let next: unknown;
      try {
        next = report.add(state, view.show(record, line, from, to));
      } catch (error) {
        throw new RecordFault(ownFault(path, url, 'add failed', error).message, view.line);
      }
      if (next === undefined) return;
      refusePromise(path, 'add', next);
      state = next;
    },
    cut() {
      const part = { state: copied(own, state) };
      state = newState();
      return { part, transfer: [] };
    },
  };
};

/** As JSON says it; null where it says nothing. */
const asJson = ({ path }: OwnModule, result: unknown): unknown => {
  try {
    const text = JSON.stringify(result) as string | undefined;
    return text === undefined ? null : (JSON.parse(text) as unknown);
  } catch (error) {
    throw new UserError(`${path}: finish gives what JSON cannot say: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const newTotal = (own: OwnModule): Total<OwnPart, OwnResult> => {
  const { report, path } = own;
  const newState = (): unknown => called(own, 'empty', () => report.empty());
  let state = newState();
  return {
    merge(part) {
      const next: unknown = called(own, 'merge', () => report.merge(state, part.state));
      if (next !== undefined) state = next;
    },
    finish({ window: { from, to }, oldest, newest }: ReportContext): OwnResult {
      const context = { window: { from, to }, oldest, newest };
      // More may be merged afterwards: whoever sorts a list of the state must not sort ours.
      const last = copied(own, state);
      const result = called(own, 'finish', () => report.finish(last, context));
      const text: unknown = report.render === undefined ? null : called(own, 'render', () => report.render?.(result, context));
      if (text !== null && typeof text !== 'string') throw new UserError(`${path}: render gives no text`);
      return { report: 'own', name: report.name, value: asJson(own, result), text };
    },
    clear() {
      state = newState();
    },
  };
};

/** A report of the user's. What goes wrong in its module is a UserError, from wherever it is called. */
export const ownKind = (own: OwnModule): ReportKind<OwnPart, OwnResult> => ({
  name: own.report.name,
  newCounter: (seed) => newCounter(own, seed),
  newTotal: () => newTotal(own),
});
