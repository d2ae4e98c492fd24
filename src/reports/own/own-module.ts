import { UserError } from '../../core/user-error.js';
import type { Report } from './own-report.js';
import { ownFault } from './own-fault.js';

/** A report of the user's, and where it is from. */
export interface OwnModule {
  /** as the user named it */
  path: string;
  /** as it stands in stacks */
  url: string;
  report: Report<unknown, unknown>;
}

const FUNCTIONS = ['empty', 'add', 'merge', 'finish'] as const;
const HINT = 'a report exports name, empty, add, merge and finish, and may export fields and render: see README, Reports of your own';

const described = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const checkShape = (path: string, exported: Readonly<Record<string, unknown>>): void => {
  const wrong = (name: string, expected: string): UserError =>
    new UserError(exported[name] === undefined ? `${path}: exports no ${name}` : `${path}: ${name} is ${described(exported[name])}, not ${expected}`, HINT);
  if (typeof exported['name'] !== 'string' || exported['name'] === '') throw wrong('name', 'a text with something in it');
  for (const name of FUNCTIONS) if (typeof exported[name] !== 'function') throw wrong(name, 'a function');
  const { fields, render } = exported;
  if (render !== undefined && typeof render !== 'function') throw wrong('render', 'a function');
  if (fields !== undefined && !(Array.isArray(fields) && fields.every((field) => typeof field === 'string'))) throw wrong('fields', 'a list of names');
};

const checkEmpty = ({ path, url, report }: OwnModule): void => {
  let states: [unknown, unknown];
  try {
    states = [report.empty(), report.empty()];
  } catch (error) {
    throw ownFault(path, url, 'empty failed', error);
  }
  if (isObject(states[0]) && states[0] === states[1]) throw new UserError(`${path}: empty gives one object again and again`, 'each part of the logs is counted in a state of its own: make it in empty');
};

/**
 * The report that a module exports by name, or as its default.
 *
 * @throws UserError when it is none
 */
export const readOwnModule = (path: string, url: string, exports: Readonly<Record<string, unknown>>): OwnModule => {
  const { default: main } = exports;
  const exported = isObject(main) ? main : exports;
  checkShape(path, exported);
  const own = { path, url, report: exported as unknown as Report<unknown, unknown> };
  checkEmpty(own);
  return own;
};
