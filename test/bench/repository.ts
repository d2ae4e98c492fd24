import { fileURLToPath } from 'node:url';

/** The repository's root, as seen from the compiled bench (test/bench/.build/test/bench/). */
export const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));

/** The built program. */
export const PROGRAM = `${ROOT}dist/main.js`;

/** A compiled file of the bench. */
export const benchFile = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A file of the bench that is not compiled. */
export const benchSource = (name: string): string => `${ROOT}test/bench/${name}`;
