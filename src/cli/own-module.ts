import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../core/user-error.js';
import { ownFault } from '../reports/own/own-fault.js';
import { readOwnModule } from '../reports/own/own-module.js';
import type { OwnModule } from '../reports/own/own-module.js';

/** Rejects when a module waits at its top level for what never comes: without this Node would end without a word. */
const imported = async (path: string, href: string): Promise<Readonly<Record<string, unknown>>> => {
  let onIdle = (): void => undefined;
  const idle = new Promise<never>((_resolve, reject) => {
    onIdle = () => {
      reject(new UserError(`${path}: cannot be loaded: an await at its top level waits for what never comes`));
    };
  });
  process.once('beforeExit', onIdle);
  try {
    return (await Promise.race([import(href), idle])) as Readonly<Record<string, unknown>>;
  } finally {
    process.off('beforeExit', onIdle);
  }
};

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
    exports = await imported(path, href);
  } catch (error) {
    if (error instanceof UserError) throw error;
    // Of a slip of the pen Node tells no place to who imports a module.
    throw ownFault(path, href, 'cannot be loaded', error, error instanceof SyntaxError ? `node --check ${path} shows where` : null);
  }
  return readOwnModule(path, href, exports);
};
