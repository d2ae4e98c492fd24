/** Where in a text of the user's the mistake is. */
export interface MistakePlace {
  text: string;
  /** offset in `text`; its length is behind the end */
  at: number;
}

/**
 * A mistake of the user's: told in one line without a stack, exit code 2.
 * The message names the place and the value (`--alert-threshold: 'ten' is not a number`); the hint is the remedy.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(
    message: string,
    readonly hint: string | null = null,
    /** shown below the message with a caret, or null where the message says all */
    readonly place: MistakePlace | null = null,
  ) {
    super(message);
  }
}
