import { LineAccounts } from './line-accounts.js';
import type { AccountMemory, LinesReport } from './line-accounts.js';
import type { RejectedBy } from './line-counts.js';
import type { SourceCounts, SourceEvent, SourceEventName } from './report.js';
import type { SourceStatus } from './snapshot.js';
import type { Bytes, EpochSeconds } from './units.js';

interface SourceState {
  path: string;
  format: string | null;
  event: SourceEventName;
  detail: string | null;
  /** it has not left */
  present: boolean;
}

/** Paths that have a number of their own at most: rows of a ring have 16 bits for it. */
export const MAX_SOURCES = 60_000;

/** What sources that left, and whose numbers were needed, are called together. */
export const GONE = '(gone)';

/** Sources that have left, and are remembered by themselves at most. */
const REMEMBERED_DEPARTED = 1000;

/** What is remembered of sources: their accounts of lines, by their paths. */
export interface SourcesMemory {
  accounts: ({ path: string } & AccountMemory)[];
  rejectedBy: RejectedBy;
}

const newState = (path: string): SourceState => ({ path, format: null, event: 'missing', detail: null, present: true });

/**
 * What is known of each source, and its account of lines. Sources are numbered as they are added. One that has left keeps its
 * number, and gets it again when its path comes back; when there are too many, those that left longest ago are told as one.
 */
export class SourceBook {
  readonly accounts = new LineAccounts();
  private readonly states: SourceState[] = [];
  /** numbers of the sources that have left, by path, the one that left first in front */
  private readonly departed = new Map<string, number>();
  /** the source that takes the accounts of others */
  private gone: number | null = null;

  /** @param limit sources that are told apart */
  constructor(private readonly limit = MAX_SOURCES) {}

  /** Makes a source known; gives its number. */
  add(path: string): number {
    const known = this.departed.get(path);
    if (known !== undefined) {
      this.departed.delete(path);
      this.states[known]!.present = true;
      return known;
    }
    const free = this.states.length < this.limit ? null : this.foldOldest();
    if (free === null) return this.append(path);
    this.states[free] = newState(path);
    return free;
  }

  /** Notes that a source has left, and that all its lines have been counted. */
  depart(source: number): void {
    const state = this.states[source]!;
    if (state.present) this.departed.set(state.path, source);
    state.present = false;
  }

  /** Notes the source's format; gives the event of it, or null when it had that one already, and `detail` says no more. */
  setFormat(source: number, format: string, at: EpochSeconds, detail = format): SourceEvent | null {
    const state = this.states[source]!;
    if (state.format === format && detail === format) return null;
    state.format = format;
    return { type: 'source', at, path: state.path, event: 'format', detail };
  }

  /** Notes what happened to a source; gives the event of it. */
  setEvent(source: number, event: SourceEventName, detail: string | null, at: EpochSeconds, missingBytes?: Bytes): SourceEvent {
    const state = this.states[source]!;
    // These say nothing about whether the source can be read.
    if (event !== 'line-too-long' && event !== 'drained' && event !== 'no-field') {
      state.event = event;
      state.detail = detail;
    }
    return { type: 'source', at, path: state.path, event, detail, ...(missingBytes === undefined ? {} : { missingBytes }) };
  }

  /** The sources that are here, or that have a share of the account, beside that share. */
  counts({ of }: LinesReport): SourceCounts[] {
    const found: SourceCounts[] = [];
    for (const [source, { path, format, present }] of this.states.entries()) {
      const share = of(source);
      // Copied one by one, which takes a tenth of the time: of thousands of sources at each tick.
      const { read, accepted, rejected, filtered, late, future } = share;
      if (present || read > 0) found.push({ path, format, read, accepted, rejected, filtered, late, future });
    }
    return found;
  }

  /** The sources that are here, with their shares of an account and the last thing that happened to each. */
  statuses({ of }: LinesReport): SourceStatus[] {
    const found: SourceStatus[] = [];
    for (const [source, { path, format, event, detail, present }] of this.states.entries()) {
      if (present) found.push({ path, format, event, detail, ...of(source) });
    }
    return found;
  }

  /** The accounts, to go on with in another run. Of sources that have left, those that left last are told apart. */
  memory(): SourcesMemory {
    const folded = new Set([...this.departed.values()].slice(0, -REMEMBERED_DEPARTED));
    const rest: Required<AccountMemory> = { accepted: 0, rejected: 0, filtered: 0, late: 0, future: 0 };
    const accounts: SourcesMemory['accounts'] = [];
    for (const [source, { path }] of this.states.entries()) {
      const account = this.accounts.memory(source);
      if (source !== this.gone && !folded.has(source)) accounts.push({ path, ...account });
      else for (const key of Object.keys(rest) as (keyof AccountMemory)[]) rest[key] += account[key];
    }
    if (rest.accepted + rest.rejected + rest.filtered > 0) accounts.push({ path: GONE, ...rest });
    return { accounts, rejectedBy: this.accounts.run().rejectedBy };
  }

  /** Goes on from another run's accounts, whose sources have left until they are added. None has been added yet. */
  recall({ accounts, rejectedBy }: SourcesMemory): void {
    for (const { path, ...account } of accounts) {
      const source = this.append(path);
      this.accounts.recall(source, account);
      if (path === GONE) {
        this.gone = source;
        this.states[source]!.present = false;
      } else this.depart(source);
    }
    this.accounts.recallRejects(rejectedBy);
  }

  private append(path: string): number {
    this.accounts.addSource();
    return this.states.push(newState(path)) - 1;
  }

  /** Adds what the source that left first has to the common account; gives its number, or null when none has left. */
  private foldOldest(): number | null {
    const oldest = this.departed.entries().next().value;
    if (oldest === undefined) return null;
    const [path, source] = oldest;
    this.departed.delete(path);
    if (this.gone === null) {
      this.gone = this.append(GONE);
      this.states[this.gone]!.present = false;
    }
    this.accounts.fold(source, this.gone);
    return source;
  }
}
