import type { Printable } from '../render/printable.js';

/** Writes to one of the process's own streams what is no part of a view: usage, errors. Line ends are part of the text. */
export const writeMessage = (stream: NodeJS.WritableStream, text: Printable): void => {
  stream.write(text);
};
