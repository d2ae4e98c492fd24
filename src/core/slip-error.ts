import { UserError } from './user-error.js';

/** What the user wrote in one of the program's small languages cannot be read: where, and what would be right there. */
export class SlipError extends UserError {
  constructor(
    /** what the text was to be */
    what: string,
    /** as it was written */
    readonly text: string,
    /** offset in `text`; its length is behind the end */
    readonly at: number,
    /** what could stand there, in words */
    readonly expected: string,
    /** what stands there instead; empty for the end */
    readonly found: string,
    /** what was most likely meant, or null */
    readonly nearest: string | null = null,
  ) {
    super(
      `${what}, column ${at + 1}: expected ${expected}, found ${found === '' ? 'its end' : `'${found}'`}`,
      nearest === null ? null : `did you mean '${nearest}'?`,
      { text, at },
    );
  }
}
