import { addPartLines, noPartLines } from '../app/part-lines.js';
import type { PartLines } from '../app/part-lines.js';
import type { SourceEventName } from '../core/report.js';
import type { TimeWindow } from '../reports/time-window.js';
import type { PartOrder } from './part-order.js';
import type { PartTask } from './part-task.js';
import { TaskClaims } from './shared-signs.js';
import type { SharedSigns } from './shared-signs.js';
import type { TaskReader } from './task-reader.js';
import type { ThreadCrew } from './thread-crew.js';
import type { FromThread, TaskNews } from './thread-messages.js';

export interface PassParts {
  signs: SharedSigns;
  crew: ThreadCrew;
  /** how many threads help */
  threads: number;
  reader: TaskReader;
  /** resolves when the run is to stop */
  stop: Promise<void>;
  onEvent: (source: number, name: SourceEventName, detail: string | null) => void;
  onRemark: (source: number, text: string) => void;
}

/** What a way through the logs came to. */
export interface PassResult {
  /** the lines of each task */
  lines: PartLines[];
  /** there was more to read */
  isCut: boolean;
}

const sizeOf = (transfer: readonly ArrayBuffer[]): number => transfer.reduce((bytes, { byteLength }) => bytes + byteLength, 0);

/** One way through the logs: this thread and those that help take one task after the other. */
export class PassRunner {
  private readonly lines: PartLines[];
  private readonly isOver: boolean[];
  /** of each task: parts that came, and how many there are; 0 is not known yet */
  private readonly came: number[];
  private readonly count: number[];
  private readonly claims: TaskClaims;
  private left: number;
  private isCut = false;
  private resolve: () => void = () => undefined;
  private readonly done: Promise<void>;
  private readonly awaiting: (() => void)[] = [];

  constructor(
    private readonly parts: PassParts,
    private readonly tasks: readonly PartTask[],
    private readonly window: TimeWindow | null,
    private readonly order: PartOrder,
  ) {
    this.lines = tasks.map(noPartLines);
    this.isOver = tasks.map(() => false);
    this.came = tasks.map(() => 0);
    this.count = tasks.map(() => 0);
    this.claims = TaskClaims.for(tasks.length);
    this.left = tasks.length;
    this.done = new Promise((resolve) => {
      this.resolve = resolve;
    });
    if (tasks.length === 0) this.resolve();
  }

  async run(): Promise<PassResult> {
    const { crew, threads, reader, stop, signs } = this.parts;
    const { tasks, window } = this;
    const end = (): void => {
      this.stop();
    };
    void stop.then(end);
    crew.death.catch(end);
    if (threads > 0) {
      crew.begin({ tasks, window, claims: this.claims.memory }, threads, (message) => {
        this.take(message);
      });
    }
    reader.begin(window);
    for (const [number, task] of tasks.entries()) {
      if (signs.isStopped || crew.hasDead) break;
      if (this.claims.take(number)) await reader.read(number, task);
    }
    // A thread that died is told of, even if others have done its work.
    await Promise.race([crew.death, this.done]);
    return { lines: this.lines, isCut: this.isCut };
  }

  /** Takes what this thread, or another one, has read. */
  add({ task, number, counted, isLast, isCut }: TaskNews): void {
    const { signs, crew } = this.parts;
    addPartLines(this.lines[task]!, counted.lines);
    const before = this.order.gate;
    this.order.add(task, number, counted.part, sizeOf(counted.transfer), isLast);
    if (this.order.gate !== before) {
      signs.openGate(this.order.gate);
      crew.look();
      this.wake();
    }
    this.isCut ||= isCut;
    this.came[task]! += 1;
    if (isLast) this.count[task] = number + 1;
    if (this.came[task] === this.count[task]) this.end(task);
  }

  /** Resolves when something has changed that this thread may wait for. */
  look(): Promise<void> {
    return new Promise((resolve) => {
      this.awaiting.push(resolve);
    });
  }

  private take(message: FromThread): void {
    const { onEvent, onRemark } = this.parts;
    if (message.type === 'part') this.add(message);
    else if (message.type === 'event') onEvent(message.source, message.name, message.detail);
    else if (message.type === 'remark') onRemark(message.source, message.text);
  }

  private end(task: number): void {
    if (this.isOver[task] === true) return;
    this.isOver[task] = true;
    this.left -= 1;
    if (this.left === 0) this.resolve();
  }

  /** Those who read end their tasks; those that nobody has begun are left. */
  private stop(): void {
    if (this.left === 0) return;
    this.parts.signs.stop();
    this.parts.crew.look();
    this.wake();
    for (const number of this.tasks.keys()) {
      if (!this.claims.take(number)) continue;
      this.isCut = true;
      this.end(number);
    }
  }

  private wake(): void {
    for (const resolve of this.awaiting.splice(0)) resolve();
  }
}
