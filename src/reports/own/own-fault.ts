import { UserError } from '../../core/user-error.js';

/** A place in the user's file, as the first line of a stack that is of it says: `hits.js:12:7`. */
const PLACE = /([^/\\(\s]+):(\d+)(?::(\d+))?\)?$/;

/** Where in the module an error came from; null when nobody says. */
const placeOf = (error: Error, url: string): string | null => {
  const line = (error.stack ?? '').split('\n').find((each) => each.includes(url));
  const [, file, row, column] = PLACE.exec(line ?? '') ?? [];
  if (file === undefined) return null;
  return `${decodeURIComponent(file)}:${row ?? ''}${column === undefined ? '' : `:${column}`}`;
};

/** What is wrong with the module of a report: `hits.js: add failed: TypeError: x is not a function (hits.js:12:7)`. */
export const ownFault = (path: string, url: string, what: string, error: unknown, hint: string | null = null): UserError => {
  const place = error instanceof Error ? placeOf(error, url) : null;
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new UserError(`${path}: ${what}: ${said}${place === null ? '' : ` (${place})`}`, hint);
};
