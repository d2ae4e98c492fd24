/** What the lines of a log look like. */
export interface LineStyle {
  /** all different; the first of each file the same; or now and then the same, or empty */
  texts: 'different' | 'header' | 'repeating';
  crlf: boolean;
}

const HEADER = '#Fields: date time cs-uri-stem sc-status';
const FILLERS = ['', 'abc', 'pi\u00f1ata', '\u20ac100', '\u{1f355} \u{1f355}', 'x'.repeat(60), 'y'.repeat(1500)];
const SAME = ['', '10.0.0.1 GET /', '10.0.0.1 GET /'];

/** Makes lines of text that tell which line they are. Text is bytes: one character is one byte of UTF-8. */
export class LineMaker {
  readonly #style: LineStyle;
  #count = 0;

  constructor(style: LineStyle) {
    this.#style = style;
  }

  /**
   * The next line, with its newline.
   *
   * @param file number of the file that it goes to
   */
  next(file: number, isFirst: boolean): string {
    const { texts, crlf } = this.#style;
    this.#count += 1;
    const end = crlf ? '\r\n' : '\n';
    if (texts === 'header' && isFirst) return `${HEADER}${end}`;
    if (texts === 'repeating' && this.#count % 3 !== 0) return `${SAME[this.#count % SAME.length] ?? ''}${end}`;
    return `${this.#unique(file, FILLERS[(this.#count * 7) % FILLERS.length] ?? '')}${end}`;
  }

  /** A line of exactly so many bytes with its newline; null when there are too few for a line that tells which it is. */
  ofSize(file: number, bytes: number): string | null {
    this.#count += 1;
    const line = this.#unique(file, '');
    return bytes > line.length ? `${line.padEnd(bytes - 1, '.')}\n` : null;
  }

  #unique(file: number, filler: string): string {
    return Buffer.from(`${this.#count} of ${file} ${filler} ${this.#count}`).toString('latin1');
  }
}
