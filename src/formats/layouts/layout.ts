import { SlipError } from '../../core/slip-error.js';
import type { FieldType } from '../field.js';

/**
 * How a text was made fit for its place in a line, and so how it is decoded when somebody wants to read it:
 * `apache` and `nginx` and `json` with backslashes (also in front of a quote), `doubled` with `""` for a quote, `percent` with
 * `%20`, `plus` with `+` for a blank.
 */
export type Escape = 'none' | 'apache' | 'nginx' | 'json' | 'doubled' | 'percent' | 'plus';

/** The shape of a time, or of a part of one: several parts with one field name make one time. */
export type TimeShape =
  /** `17/May/2015:10:05:03 +0000` */
  | { shape: 'clf' }
  /** `2015-05-17T10:05:03.123+02:00`; a blank for the T, no fraction, `Z` and no offset (UTC) are fine */
  | { shape: 'iso' }
  /** a number since 1970; with a fraction behind a point if `fraction` says so. `auto`: by the number of its digits */
  | { shape: 'epoch'; unit: 's' | 'ms' | 'us' | 'ns' | 'auto'; fraction: boolean }
  /** the fraction of a second alone, as so many digits or more */
  | { shape: 'fraction'; digits: number }
  /** as strftime writes it in the C locale; `%f` is a fraction of any number of digits, `%.f` one with its point or nothing. UTC unless it has an offset */
  | { shape: 'strftime'; pattern: string };

/** How the bytes of a field become a value. A text that is `-` alone is absence in all of them. */
export type ValueKind =
  /** with `mark` it may begin with a question mark that is none of it */
  | { kind: 'text'; mark?: true }
  /** a text of at least one byte that ends at the first byte of what follows */
  | { kind: 'word' }
  /** several texts with `, ` or ` : ` between them, as nginx has them */
  | { kind: 'words' }
  /** `GET /path?query HTTP/1.1`: method, path, query, protocol. With `absolute` a URL's scheme, host and port are fields of their own */
  | { kind: 'request'; absolute?: true }
  /** `/path?query` */
  | { kind: 'target' }
  /** `https://host:port/path?query` */
  | { kind: 'url' }
  /** up to three digits */
  | { kind: 'status' }
  /** a whole number up to 2^53 */
  | { kind: 'bytes' }
  /** a number with or without a fraction, of which `per` make one of the field's unit; below 0 is absence */
  | { kind: 'number'; per: number }
  /** several of them with `, ` or ` : ` between them: their sum, or the last */
  | { kind: 'numbers'; per: number; take: 'sum' | 'last' }
  /** an address and its port, which is a field of its own; without `lenient` there must be one */
  | { kind: 'host-port'; port: string; lenient?: true }
  | { kind: 'time'; time: TimeShape };

/** A part of a layout: what stands there to the letter, a field, one or more blanks, or parts that may be missing together; others may stand instead. */
export type LayoutPart =
  | { literal: string }
  | { field: string; value: ValueKind; escape: Escape; type?: FieldType }
  | { blanks: true }
  | { optional: readonly LayoutPart[]; otherwise?: readonly LayoutPart[] };

/** How a format lays its fields out in a line: what somebody wrote, taken apart. */
export interface Layout {
  /** the format's name, as it is shown */
  name: string;
  /** as it was written, such as `%h %l %u %t "%r" %>s %b` */
  text: string;
  parts: readonly LayoutPart[];
  /** a line that names the columns, or null; one that ends with a comma is the beginning of such a line */
  header: string | null;
  /**
   * `allowed`: a line is a record when it has what the views need (see isNeeded), whatever follows. `refused`: only when it
   * has every part, and nothing behind them.
   */
  rest: 'allowed' | 'refused';
}

/** A layout cannot be compiled. */
export class LayoutError extends SlipError {
  constructor(text: string, at: number, expected: string, found: string, nearest: string | null = null) {
    super('log format', text, at, expected, found, nearest);
  }
}

/** Collects parts; literals that touch become one, empty ones vanish. */
export class PartList {
  readonly parts: LayoutPart[] = [];

  literal(text: string): void {
    const last = this.parts.at(-1);
    if (text === '') return;
    if (last !== undefined && 'literal' in last) last.literal += text;
    else this.parts.push({ literal: text });
  }

  push(part: LayoutPart): void {
    if ('literal' in part) this.literal(part.literal);
    else this.parts.push(part);
  }
}
