import { UserError } from '../core/user-error.js';

/** So much of a line is shown. */
const SHOWN = 200;

/** A report of the user's failed on a line; only whoever reads the log knows which log that is. */
export class RecordFault extends Error {
  override readonly name = 'RecordFault';

  /** `line` is the line's text */
  constructor(
    message: string,
    private readonly line: string,
  ) {
    super(message);
  }

  /** The mistake, with the log and the line that it shows on. */
  in(path: string): UserError {
    const line = this.line.length > SHOWN ? `${this.line.slice(0, SHOWN)}...` : this.line;
    return new UserError(this.message, `on a line of ${path === '-' ? 'stdin' : path}: ${line}`);
  }
}
