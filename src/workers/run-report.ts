import { randomInt } from 'node:crypto';
import type { SourceEventName } from '../core/report.js';
import type { Bytes } from '../core/units.js';
import { Detector } from '../formats/detection.js';
import { needsNewest, resolveWindow } from '../reports/time-window.js';
import type { TimeWindow } from '../reports/time-window.js';
import type { ReportRun } from '../reports/report-run.js';
import type { FileSystem } from '../sources/file-system.js';
import { realFileSystem } from '../sources/file-system.js';
import type { PullSource } from '../sources/source.js';
import { openMainStream } from './main-stream.js';
import { guessNewest } from './newest-guess.js';
import { PartOrder } from './part-order.js';
import type { PartTask, RunSettings } from './part-task.js';
import { PassRunner } from './pass-runner.js';
import type { PassResult } from './pass-runner.js';
import { planReport } from './report-plan.js';
import type { ReportPlan } from './report-plan.js';
import type { ReportHooks, ReportRequest } from './report-request.js';
import { SharedSigns } from './shared-signs.js';
import { SourceAccounts, windowOf } from './source-accounts.js';
import { spoolStreams } from './spool.js';
import type { Spool } from './spool.js';
import { TaskReader } from './task-reader.js';
import { ThreadCrew } from './thread-crew.js';

/** The parts of logs that partial results are made of; see part-task.ts. */
const PART_SIZE: Bytes = 64 * 1024 * 1024;

/** Parts of compressed logs: each waits in memory until it is counted. */
const PACKED_PART_SIZE: Bytes = 8 * 1024 * 1024;

const READ_SIZE: Bytes = 1024 * 1024;

/** With less text than this threads cost more than they bring. */
const WORTH_THREADS: Bytes = 256 * 1024 * 1024;

/** Milliseconds between two looks at how far it has come. */
const PROGRESS_PAUSE = 100;

/** What a test may want otherwise. */
export interface RunMachine {
  files?: FileSystem;
  partSize?: Bytes;
  packedPartSize?: Bytes;
  readSize?: Bytes;
  worthThreads?: Bytes;
  mostKept?: Bytes;
}

/** The size of a file; 0 of what is none, or cannot be looked at. */
const sizeOf = (files: FileSystem, path: string): Bytes => {
  try {
    const stat = files.stat(path);
    return stat?.kind === 'file' ? stat.size : 0;
  } catch {
    return 0;
  }
};

const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/**
 * Reads logs to their ends, and reports on them. What cannot be read is told by `hooks.onEvent`, and has no lines.
 *
 * @throws UserError when there is no room to keep what comes through a pipe; errors of the report, and of threads that die
 */
export const runReport = async <Result>(request: ReportRequest<Result>, hooks: ReportHooks, machine: RunMachine = {}): Promise<ReportRun<Result>> => {
  const run = new Run(request, hooks, machine);
  try {
    return await run.run();
  } finally {
    await run.close();
  }
};

class Run<Result> {
  private readonly settings: RunSettings;
  private readonly files: FileSystem;
  private readonly signs: SharedSigns;
  /** takes so long to make that there is one for all */
  private readonly detector = new Detector();
  private readonly crew: ThreadCrew;
  private readonly told = new Set<string>();
  private total;
  private plan: ReportPlan | null = null;
  private spool: Spool | null = null;
  /** with that no more is read */
  private stop: Promise<void>;
  private pass: PassRunner | null = null;
  private stream: PullSource | null = null;
  private ownReader: TaskReader | null = null;
  /** bytes that will have been read at the end, by what is known */
  private expected: Bytes | null = null;

  constructor(
    private readonly request: ReportRequest<Result>,
    private readonly hooks: ReportHooks,
    private readonly machine: RunMachine,
  ) {
    const { reading, maxLine, workers, newThread } = request;
    const { files = realFileSystem, partSize = PART_SIZE, packedPartSize = PACKED_PART_SIZE, readSize = READ_SIZE } = machine;
    this.files = files;
    this.stop = hooks.stop.promise;
    this.settings = { seed: randomInt(2 ** 31), maxLine, partSize, packedPartSize, readSize };
    this.signs = SharedSigns.for(workers);
    this.crew = new ThreadCrew(newThread, this.settings, this.signs);
    this.total = reading.kind.newTotal(this.settings.seed);
  }

  async run(): Promise<ReportRun<Result>> {
    const { request, hooks } = this;
    const timer = setInterval(() => {
      this.tellProgress();
    }, PROGRESS_PAUSE);
    // Whoever reads a pipe would wait for its writer.
    const closeStream = (): void => this.stream?.close();
    void hooks.stop.promise.then(closeStream);
    this.crew.death.catch(closeStream);
    try {
      const isTwice = needsNewest(request.window);
      if (isTwice) this.spool = await spoolStreams(request.paths, hooks, this.files);
      const { files, settings, onEvent, onRemark } = this;
      const { paths, reading } = request;
      this.startThreads();
      this.plan = planReport({ paths, settings, formatOf: reading.formatOf, detector: this.detector, files, spooled: this.spool?.descriptors ?? new Map(), onEvent, onRemark });
      if (this.spool?.isCut === true) this.keepTo(this.spool, this.plan);
      return await (isTwice ? this.runTwice(this.plan) : this.runOnce(this.plan));
    } finally {
      clearInterval(timer);
    }
  }

  async close(): Promise<void> {
    await this.crew.end();
    this.plan?.close();
    this.spool?.close();
  }

  readonly onEvent = (source: number, name: SourceEventName, detail: string | null): void => {
    if (this.isNew(`${source} ${name} ${detail ?? ''}`)) this.hooks.onEvent(this.request.paths[source]!, name, detail);
  };

  readonly onRemark = (source: number, text: string): void => {
    if (this.isNew(`${source} ${text}`)) this.hooks.onRemark(this.request.paths[source]!, text);
  };

  /** Parts of a log tell the same things. */
  private isNew(message: string): boolean {
    const isNew = !this.told.has(message);
    this.told.add(message);
    return isNew;
  }

  /** The run was stopped while a pipe was kept: what came through it is still read, and nothing else. */
  private keepTo({ descriptors }: Spool, plan: ReportPlan): void {
    plan.tasks = plan.tasks.filter(({ path }) => descriptors.has(path));
    this.stop = new Promise(() => undefined);
  }

  private async runOnce({ tasks, stored, hasStream }: ReportPlan): Promise<ReportRun<Result>> {
    this.expected = hasStream ? null : stored;
    const window = resolveWindow(this.request.window, null);
    const { lines, isCut } = await this.go(tasks, window);
    const accounts = new SourceAccounts(this.request.paths);
    for (const [i, { source }] of tasks.entries()) accounts.add(source, lines[i]!);
    return this.finish(window, accounts, isCut);
  }

  /**
   * Reads the logs for a window that counts from the newest record. Once is enough if that can be guessed; else they are read
   * for their times alone at first.
   */
  private async runTwice({ tasks, stored }: ReportPlan): Promise<ReportRun<Result>> {
    const { paths, window: choice, reading, maxLine } = this.request;
    const guess = guessNewest(tasks, reading.formatOf, this.detector, this.files, maxLine);
    const guessed = guess === null ? null : resolveWindow(choice, guess);
    this.expected = guessed === null ? stored * 2 : stored;
    const first = await this.go(tasks, guessed);
    const newest = first.lines.reduce((latest, { held }) => Math.max(latest, held.newest), -Infinity);
    const accounts = new SourceAccounts(paths);
    if (guessed !== null && (newest === guess || first.isCut)) {
      for (const [i, { source }] of tasks.entries()) accounts.add(source, first.lines[i]!);
      return this.finish(guessed, accounts, first.isCut);
    }
    const window = resolveWindow(choice, newest === -Infinity ? null : newest);
    // What was looked at for its times alone is no part of a report.
    if (first.isCut) return this.finish(window, accounts, true);
    // Nor is what was counted by a wrong guess.
    this.total = reading.kind.newTotal(this.settings.seed);
    const again: PartTask[] = [];
    for (const [i, task] of tasks.entries()) {
      const { held } = first.lines[i]!;
      if (held.newest >= (window.from ?? -Infinity) && held.oldest <= (window.to ?? Infinity)) again.push(task);
      else accounts.addOutside(task.source, first.lines[i]!);
    }
    this.expected = stored + again.reduce((bytes, { size }) => bytes + size, 0);
    const { lines, isCut } = await this.go(again, window);
    for (const [i, { source }] of again.entries()) accounts.add(source, lines[i]!);
    return this.finish(window, accounts, isCut);
  }

  /** Threads that will surely help are started while it is still found out what there is to be read. */
  private startThreads(): void {
    const { paths, workers } = this.request;
    const { worthThreads = WORTH_THREADS } = this.machine;
    let stored = 0;
    for (const path of paths) stored += sizeOf(this.files, path);
    if (stored >= worthThreads) this.crew.start(Math.min(workers, Math.ceil(stored / this.settings.partSize)) - 1);
  }

  /** One way through the logs, by as many threads as pay. */
  private async go(tasks: readonly PartTask[], window: TimeWindow | null): Promise<PassResult> {
    const { signs, crew, onEvent, onRemark } = this;
    const { workers } = this.request;
    const isWorthIt = this.plan!.text >= (this.machine.worthThreads ?? WORTH_THREADS);
    // The text of a compressed log can be counted by several.
    const most = tasks.some(({ isPacked }) => isPacked) ? workers : Math.min(workers, tasks.length);
    const threads = isWorthIt ? most - 1 : 0;
    const order = new PartOrder(this.total, this.machine.mostKept);
    this.pass = new PassRunner({ signs, crew, threads, reader: this.reader, stop: this.stop, onEvent, onRemark }, tasks, window, order);
    const result = await this.pass.run();
    order.flush();
    return result;
  }

  private get reader(): TaskReader {
    const { settings, files, signs, crew, onEvent, onRemark } = this;
    this.ownReader ??= new TaskReader({
      reading: this.request.reading,
      settings,
      files,
      detector: this.detector,
      signs,
      thread: 0,
      onEvent,
      onRemark,
      onNews: (news) => {
        this.pass?.add(news);
      },
      look: () => this.pass?.look() ?? Promise.resolve(),
      breathe,
      lend: (lent) => crew.lend(lent),
      openStream: (task, sink, buffer) => {
        this.stream = openMainStream(task, sink, buffer, { files, stdin: this.hooks.stdin, signs });
        return this.stream;
      },
    });
    return this.ownReader;
  }

  private finish(window: TimeWindow, accounts: SourceAccounts, isPartial: boolean): ReportRun<Result> {
    const { lines, rejectedBy, counted, held } = accounts.all;
    const span = windowOf(counted);
    const result = this.total.finish({ window, oldest: span.from, newest: span.to });
    const all = windowOf(held);
    return {
      window: { from: window.from ?? span.from, to: window.to ?? span.to },
      held: all.from === null ? null : all,
      isPartial: isPartial || this.spool?.isCut === true,
      isOpen: false,
      result,
      sources: accounts.sources,
      lines,
      rejectedBy,
    };
  }

  private tellProgress(): void {
    this.hooks.onProgress({ ...this.signs.read, total: this.expected });
  }
}
