import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../core/user-error.js';
import { ownFault } from '../reports/own/own-fault.js';
import { readOwnModule } from '../reports/own/own-module.js';
import type { OwnModule } from '../reports/own/own-module.js';

/**
 * Loads a report of the user's: the only code that runs here and is not ours.
 *
 * @throws UserError when there is none, or it cannot be loaded
 */
export const loadOwnModule = async (path: string): Promise<OwnModule> => {
  const file = resolve(path);
  if (!existsSync(file)) throw new UserError(`${path}: no such report`);
  const { href } = pathToFileURL(file);
  let exports: Readonly<Record<string, unknown>>;
  try {
    exports = (await import(href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    // Of a slip of the pen Node tells no place to who imports a module.
    throw ownFault(path, href, 'cannot be loaded', error, error instanceof SyntaxError ? `node --check ${path} shows where` : null);
  }
  return readOwnModule(path, href, exports);
};
