import { randomInt } from 'node:crypto';
import { OpenWindows, SourceCounter } from '../app/open-windows.js';
import type { OpenWindow } from '../app/open-windows.js';
import { PartReader } from '../app/part-reader.js';
import type { EpochMs } from '../core/units.js';
import { Detector } from '../formats/detection.js';
import type { ReportRun } from '../reports/report-run.js';
import { resolveWindow } from '../reports/time-window.js';
import type { TimeWindow } from '../reports/time-window.js';
import { createDescriptorBudget } from '../sources/descriptor-budget.js';
import { descriptorLimit } from '../sources/descriptor-limit.js';
import { isCompressed } from '../sources/finished/finished-file.js';
import { openFinishedLanes } from '../sources/finished/finished-lanes.js';
import type { FinishedLane } from '../sources/finished/finished-lanes.js';
import { openStdin } from '../sources/finished/stdin.js';
import { followAll } from '../sources/following/follow-all.js';
import type { Following } from '../sources/following/follow-all.js';
import { createReadBuffer } from '../sources/read-buffer.js';
import type { LineSink, PullSource } from '../sources/source.js';
import type { Timers } from '../sources/timers.js';
import { nodeTimers } from '../sources/timers.js';
import { Signal } from './signal.js';
import { SourceAccounts, windowOf } from './source-accounts.js';
import type { TailHooks, TailRequest } from './tail-request.js';
import { createOrderedPoller, readInOrder } from './time-order.js';
import type { Behind, OrderedPoller, Turn } from './time-order.js';

const STDIN = '-';

/** Milliseconds between two looks at the files: what is renamed is read to its end before it can be gone. */
const LOOK_PAUSE = 500;

/** How far the machines' clocks may differ. */
const LEEWAY: EpochMs = 3_600_000;

/** A log, and what is known of it. */
interface TailedLog {
  /** its number in the account */
  source: number;
  reader: PartReader<null>;
  counter: SourceCounter;
}

/**
 * Reports on growing logs: on what they hold, then on what is new at each wake, and once more at the end. Each report's account of
 * lines is that of the whole run. Lines are read as they come, and once; what `OpenWindows` says of late records holds.
 *
 * With `seconds` there is a report at each wake for each window that is over and got records since it was told of, and then
 * for the newest window so far. A window that is closed is told of at once, for the last time, whether it got more or not.
 */
export const tailReport = async <Result>(request: TailRequest<Result>, hooks: TailHooks<Result>, timers: Timers = nodeTimers): Promise<void> => {
  const tail = new Tail(request, hooks, timers);
  try {
    await tail.run();
  } finally {
    tail.close();
  }
};

class Tail<Result> {
  private readonly detector = new Detector();
  private readonly model;
  /** those that are read, by path */
  private readonly logs = new Map<string, TailedLog>();
  private readonly accounts = new SourceAccounts([]);
  private readonly windows: OpenWindows;
  private readonly bounds: TimeWindow;
  private readonly due: ReportRun<Result>[] = [];
  private lanes: FinishedLane<LineSink>[] = [];
  private stdin: PullSource | null = null;
  private following: Following | null = null;
  private poller: OrderedPoller | null = null;
  private flushing = Promise.resolve();
  private isEnding = false;
  private hasTold = false;

  constructor(
    private readonly request: TailRequest<Result>,
    private readonly hooks: TailHooks<Result>,
    private readonly timers: Timers,
  ) {
    const { window, reading, maxLag } = request;
    const now = window.now ?? hooks.now();
    const seed = randomInt(2 ** 31);
    this.model = reading.kind.newCounter(seed);
    const isCut = window.seconds !== null;
    this.bounds = isCut ? { from: null, to: null } : resolveWindow({ ...window, now }, now);
    this.windows = new OpenWindows({
      kind: reading.kind,
      seed,
      length: (window.seconds ?? Infinity) * 1000,
      maxLag: maxLag * 1000,
      onClose: (closed) => {
        this.due.push(this.runOf(closed));
      },
    });
  }

  async run(): Promise<void> {
    const { paths, globs, maxLine } = this.request;
    const { stop } = this.hooks;
    const stdinEnd = this.readStdin(paths);
    const files = paths.filter((path) => path !== STDIN);
    // A compressed file does not grow: it is read once.
    const packed = files.filter((path) => isCompressed(path));
    const growing = files.filter((path) => !packed.includes(path));
    ({ lanes: this.lanes } = openFinishedLanes({ paths: packed, sinkOf: this.sinkOf, maxLine }));
    this.following = this.follow(growing);
    this.following.start();
    const isFollowing = growing.length > 0 || globs !== null;
    const over = new Signal(Promise.race([stop.promise, isFollowing ? stdinEnd.then(() => stop.promise) : stdinEnd]));
    await readInOrder([...this.lanes.map((lane) => this.turnOf(lane)), ...this.poller!.turns()], this.before);
    while (!(await over.isGiven())) {
      await this.tell();
      await this.sleep(over);
    }
    await this.following.finish();
    this.isEnding = true;
    await this.tell();
  }

  close(): void {
    this.stdin?.close();
    this.following?.close();
    for (const lane of this.lanes) lane.close();
  }

  /** Resolves when stdin is over. */
  private async readStdin(paths: readonly string[]): Promise<void> {
    if (!paths.includes(STDIN)) return;
    const { stop, stdin } = this.hooks;
    const source = openStdin(stdin(), this.sinkOf(STDIN), createReadBuffer(undefined, this.request.maxLine));
    this.stdin = source;
    void stop.promise.then(() => {
      source.close();
    });
    while (await source.read()) await this.flush();
  }

  private follow(paths: readonly string[]): Following {
    const { globs, maxLine } = this.request;
    const join = (path: string) => ({
      sink: this.sinkOf(path),
      left: () => {
        this.leave(path);
      },
    });
    return followAll({
      files: paths.map((path) => ({ path, sink: this.sinkOf(path) })),
      ...(globs === null ? {} : { globs: { ...globs, join, tell: this.hooks.tell } }),
      fromStart: true,
      budget: createDescriptorBudget(descriptorLimit()),
      maxLine,
      timers: this.timers,
      newPoller: (followers) => (this.poller = createOrderedPoller(followers, this.newestOf, this.before)),
    });
  }

  private turnOf(lane: FinishedLane<LineSink>): Turn {
    let input = lane.next();
    return {
      newest: () => (input === null ? -Infinity : this.newestOf(input.source.path)),
      read: async () => {
        if (input !== null && !(await input.source.read())) input = lane.next();
        return input !== null;
      },
    };
  }

  /** Waits for the next wake, and reads meanwhile what comes. */
  private async sleep(over: Signal): Promise<void> {
    const { timers } = this;
    const end = timers.now() + this.request.sleep * 1000;
    for (let left = end - timers.now(); left > 0 && !(await over.isGiven()); left = end - timers.now()) {
      await over.within(Math.min(LOOK_PAUSE, left), timers);
      await readInOrder(this.poller!.turns(), this.before);
    }
  }

  private readonly before = async ({ all, others }: Behind): Promise<void> => {
    this.windows.behind = all;
    this.windows.othersBehind = others;
    this.windows.limit = this.hooks.now() + LEEWAY;
    this.windows.closeOld();
    await this.flush();
    await new Promise<void>((resolve) => {
      this.timers.setImmediate(resolve);
    });
  };

  /** Hands over the reports that are due, one after the other, whoever asks. */
  private flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.handOver());
    return this.flushing;
  }

  private async handOver(): Promise<void> {
    for (let run = this.due.shift(); run !== undefined; run = this.due.shift()) {
      this.hasTold = true;
      await this.hooks.onReport(run);
    }
  }

  /** A report for each window that there is something new of, and for the newest one. */
  private async tell(): Promise<void> {
    const { windows } = this;
    windows.closeOld();
    for (const window of windows.open) {
      const isNews = window.hasNews && windows.isOver(window);
      if (!isNews && !windows.isNewest(window) && !this.isEnding) continue;
      window.hasNews = false;
      this.due.push(this.runOf(window));
    }
    if (!this.hasTold && this.due.length === 0 && this.isEnding) this.due.push(this.runOf(windows.empty()));
    await this.flush();
  }

  private runOf(window: OpenWindow): ReportRun<Result> {
    this.account();
    const { lines, rejectedBy, held } = this.accounts.all;
    const counted = windowOf(window.counted);
    const bounds: TimeWindow = window.to === Infinity ? this.bounds : { from: window.from, to: window.to - 1 };
    const all = windowOf(held);
    return {
      window: { from: bounds.from ?? counted.from, to: bounds.to ?? counted.to },
      held: all.from === null ? null : all,
      isPartial: false,
      isOpen: !this.isEnding && !this.windows.isClosed(window),
      result: window.total.finish({ window: bounds, oldest: counted.from, newest: counted.to }) as Result,
      sources: this.accounts.sources,
      lines,
      rejectedBy,
    };
  }

  /** Takes the lines of all logs into the account. */
  private account(): void {
    for (const log of this.logs.values()) this.accountFor(log);
  }

  private accountFor({ source, reader, counter }: TailedLog): void {
    const { lines } = reader.cut();
    lines.late = counter.late;
    counter.late = 0;
    this.accounts.add(source, lines);
  }

  /** A log is gone: of what was held to read it nothing is needed any more but its account. */
  private leave(path: string): void {
    const log = this.logs.get(path)!;
    this.accountFor(log);
    this.accounts.leave(log.source);
    this.logs.delete(path);
  }

  private readonly newestOf = (path: string): EpochMs => this.logs.get(path)?.reader.newest ?? -Infinity;

  private readonly sinkOf = (path: string): LineSink => {
    const { reading, maxLine } = this.request;
    const { onRemark, onEvent } = this.hooks;
    const counter = new SourceCounter(this.windows, this.model);
    const reader = new PartReader({
      detector: this.detector,
      maxLine,
      filter: reading.filter,
      counter,
      window: this.bounds,
      onRemark: (text) => {
        onRemark(path, text);
      },
      onEvent: (name, detail) => {
        onEvent(path, name, detail);
      },
    });
    const format = reading.formatOf(path);
    reader.start({ format, isSaid: format !== null });
    this.logs.set(path, { source: this.accounts.join(path), reader, counter });
    return reader;
  };
}
