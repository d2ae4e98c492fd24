/** A line as it was written. */
export interface LoggedLine {
  /** its bytes as characters, without the newline */
  readonly text: string;
  /** the file and the content of it that it was written to, in which order is kept */
  readonly stream: number;
  /** which line of that content it is, and where it ends */
  readonly index: number;
  readonly end: number;
  /** the files that hold it; a copy is one, and one without a name that nobody holds is none */
  readonly homes: Set<DiskFile>;
  /** nobody can be sure to read it any more, and why */
  lost: string | null;
  /** it stood there before following began */
  isOld: boolean;
}

/** What a truncation took away. */
export interface Loss {
  /** the size in which the follower saw it last */
  size: number;
  /** whole lines up to here had been read */
  readTo: number;
  /** so many bytes stayed as they were */
  kept: number;
  /** lines that were seen in the size, not read, and are in no copy */
  lines: LoggedLine[];
}

let streams = 0;

/** A file on the disk, as it should be. */
export class DiskFile {
  readonly number: number;
  readonly identity: string;
  /** all names that lead to it, but for symbolic links */
  readonly names = new Set<string>();
  /** its bytes */
  content = '';
  lines: LoggedLine[] = [];
  /** what stands behind the last newline */
  pending = '';
  /** how much of `pending` is the beginning of a line whose end was cut off by a truncation */
  remnant = 0;
  stream = (streams += 1);
  isCopy = false;
  /** it was truncated at some time */
  wasEmptied = false;
  /** it is none of the followed log's: it stood beside it when following began, or the log has moved to elsewhere */
  isStrange = false;
  /** it has no name, and the follower does not hold it: its inode may be given to another file */
  isGone = false;
  /** it was silent for so long that it may have been given up: what comes after that need not be read */
  isLoose = false;
  /** looks to their end since it is there */
  looks = 0;
  /** at a look it held nothing but what another file begins with, as a copy does */
  looksCopied = false;
  /** the follower looked while it stood at the name */
  wasSeen = false;
  /** what was known of the content before it was truncated, until a look must have noticed */
  loss: Loss | null = null;
  /** when it was last written to, or left the name */
  lastSign = 0;

  constructor(number: number, identity: string) {
    this.number = number;
    this.identity = identity;
  }

  /**
   * What a writer leaves at the end, or at its own position beyond the end, where NULs fill the gap. NULs and a byte order
   * mark at the beginning of a file belong to no line.
   *
   * @returns the lines that are whole now
   */
  write(text: string, position: number): LoggedLine[] {
    const gap = '\0'.repeat(position - this.content.length);
    this.content += gap + text;
    const unfinished = this.pending + gap + text;
    const texts = (this.lines.length > 0 ? unfinished : unfinished.replace(/^\0*(\xef\xbb\xbf)?/, '')).split('\n');
    this.pending = texts.pop() ?? '';
    let end = this.content.length - this.pending.length - texts.join('\n').length - 1;
    return texts.map((line) => {
      end += line.length + 1;
      return this.#add(line, end);
    });
  }

  /** Its content is gone. */
  empty(): void {
    for (const line of this.lines) line.homes.delete(this);
    this.wasEmptied = true;
    this.lines = [];
    this.content = '';
    this.pending = '';
    this.remnant = 0;
    this.stream = streams += 1;
  }

  /** It becomes a copy of another file. */
  hold(other: DiskFile): void {
    this.isCopy = true;
    this.content = other.content;
    this.lines = [...other.lines];
    this.pending = other.pending;
    for (const line of this.lines) line.homes.add(this);
  }

  #add(text: string, end: number): LoggedLine {
    const line: LoggedLine = {
      text,
      stream: this.stream,
      index: this.lines.length,
      end,
      homes: new Set([this]),
      lost: null,
      isOld: false,
    };
    this.lines.push(line);
    return line;
  }
}
