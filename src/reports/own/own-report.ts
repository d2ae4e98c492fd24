/**
 * One record of a log, as `add` of a report sees it. Its texts are made when they are asked for, with escapes decoded; null is
 * what the line lacks. It is one object for all records: it holds during the call, so keep its values and not itself.
 */
export interface ReportRecord {
  /** when the request was received, in milliseconds since 1970 */
  readonly time: number;
  /** the same in whole seconds */
  readonly second: number;
  /** the client */
  readonly host: string | null;
  readonly method: string | null;
  /** the target without its query */
  readonly path: string | null;
  /** what follows the `?` */
  readonly query: string | null;
  /** the path's first segment, `/` for the root */
  readonly section: string | null;
  readonly status: number | null;
  /** the size of the response */
  readonly bytes: number | null;
  /** in seconds */
  readonly duration: number | null;
  /** the host that was asked for */
  readonly vhost: string | null;
  readonly referrer: string | null;
  readonly agent: string | null;
  /** The text of any field of the log's format, by its name; of lines in JSON of any key. A number is written plainly, a time as `2026-11-20T08:30:00.000Z`. */
  text(name: string): string | null;
  /** The number of such a field: of a time seconds since 1970. Null where it has none. */
  number(name: string): number | null;
  /** the line as it was logged */
  readonly line: string;
}

/** What `finish` and `render` are told of the run. Times are in milliseconds since 1970. */
export interface ReportContext {
  /** the records that count are those of these instants and between them; null is no bound */
  readonly window: { readonly from: number | null; readonly to: number | null };
  /** the times of the oldest and the newest record that counts; null when none does */
  readonly oldest: number | null;
  readonly newest: number | null;
}

/**
 * A report of your own: the exports of a module, or its default export. The logs are read in parts, by several threads: each
 * part is counted from an empty state on, and the states of all parts are merged, in their order. So a state must be what
 * `structuredClone` copies (plain objects, lists, Map, Set, typed arrays; no functions, no classes of your own).
 */
export interface Report<State, Result> {
  /** what it is called */
  readonly name: string;
  /** the fields that `add` looks at, of which no others are then read: without it all are, which takes longer. `time`, `second` and `line` are always there */
  readonly fields?: readonly string[] | undefined;
  /** A new state of which nothing has been counted. */
  empty(): State;
  /** Counts a record: changes the state, or returns another one. */
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- who changes the state returns nothing
  add(state: State, record: ReportRecord): State | void;
  /** Adds to a state what a later part came to: changes `into`, or returns another one. */
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- as above
  merge(into: State, from: State): State | void;
  /** What it all comes to, as JSON can say it. */
  finish(state: State, context: ReportContext): Result;
  /** The result as people read it in a terminal. */
  render?(result: Result, context: ReportContext): string;
}
