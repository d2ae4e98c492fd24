import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuSeconds, peakMemory } from '../bench/measured-run.js';
import { PROGRAM } from '../bench/repository.js';
import type { Summary } from './verdict.js';

/** What the lives of the program had in common, up to now. */
export interface Lived {
  starts: number;
  /** lines that all lives together have reported as read */
  linesTold: number;
  /** user + system time of all of them, in seconds */
  cpu: number;
  /** the most memory that one of them had resident, in bytes */
  peak: number;
  /** events of the sources by name */
  events: Record<string, number>;
  /** bytes that the program said may be missing */
  missingBytes: number;
  /** what it said to people that is not said in each run */
  remarks: string[];
}

type Told =
  | { type: 'report'; lines: { read: number } }
  | { type: 'source'; event: string; path: string; detail: string | null; missingBytes?: number }
  | { type: 'alert' }
  | Summary;

const ORDINARY = /Starting|Monitoring started|Shutting down|Shut down|State: going on from/;

/** Sections are reported each second, so that it is known how far it has read. */
const OPTIONS = ['--headless', '--output', 'json', '--report-interval', '1'];

/** How often the CPU time of a life is looked at, in ms: what it used after the last look isn't known when it is killed. */
const LOOK_EVERY = 50;

/** The program, following headless: started, stopped for a while, killed and started again. */
export class MonitorLives {
  readonly lived: Lived = { starts: 0, linesTold: 0, cpu: 0, peak: 0, events: {}, missingBytes: 0, remarks: [] };
  #child: ChildProcess | null = null;
  #ended: Promise<unknown> = Promise.resolve();
  #summary: Summary | null = null;

  /**
   * @param args what is followed, and with which options
   * @param onReport called with the lines of an interval of a second
   * @param note told of what happens to the program, and of what it says happened to a file
   */
  constructor(
    private readonly args: readonly string[],
    private readonly onReport: (linesRead: number) => void,
    private readonly note: (text: string) => void,
  ) {}

  /** Resolves when it follows, and `count` files have been opened. */
  async start(count: number): Promise<void> {
    const child = spawn(process.execPath, [PROGRAM, ...OPTIONS, ...this.args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.lived.starts += 1;
    this.note('started');
    const heard = { opened: 0, follows: false };
    createInterface(child.stdout).on('line', (line) => {
      const told = JSON.parse(line) as Told;
      if (told.type === 'source' && ['opened', 'resumed'].includes(told.event)) heard.opened += 1;
      this.#take(told);
    });
    createInterface(child.stderr).on('line', (line) => {
      heard.follows ||= line.includes('Monitoring started');
      if (!ORDINARY.test(line)) this.lived.remarks.push(line);
    });
    const before = this.lived.cpu;
    const looking = setInterval(() => {
      this.lived.cpu = before + (cpuSeconds(child.pid ?? 0) ?? this.lived.cpu - before);
      this.lived.peak = Math.max(this.lived.peak, peakMemory(child.pid ?? 0) ?? 0);
    }, LOOK_EVERY);
    this.#ended = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        clearInterval(looking);
        resolve(null);
        if (this.#child !== child) return;
        this.#child = null;
        this.lived.remarks.push(`it ended by itself: ${code ?? signal ?? '?'}`);
      });
    });
    while (!(heard.follows && heard.opened >= count) && this.isAlive) await pause(10);
  }

  get isAlive(): boolean {
    return this.#child !== null;
  }

  /** As a machine does that runs out of memory. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    child?.kill('SIGKILL');
    this.note('killed');
    await this.#ended;
  }

  /** Lets it stand still. */
  async stall(milliseconds: number): Promise<void> {
    const child = this.#child;
    this.note(`stalled for ${milliseconds.toFixed(0)} ms`);
    child?.kill('SIGSTOP');
    await pause(milliseconds);
    child?.kill('SIGCONT');
  }

  /** As a person does; gives the summary, null when it has none. */
  async stop(): Promise<Summary | null> {
    const child = this.#child;
    this.#child = null;
    this.note('asked to stop');
    child?.kill('SIGTERM');
    await this.#ended;
    return this.#summary;
  }

  #take(told: Told): void {
    switch (told.type) {
      case 'report':
        this.lived.linesTold += told.lines.read;
        this.onReport(told.lines.read);
        return;
      case 'source':
        this.lived.events[told.event] = (this.lived.events[told.event] ?? 0) + 1;
        this.lived.missingBytes += told.missingBytes ?? 0;
        this.note(`  ${told.path} ${told.event}: ${told.detail ?? ''} ${told.missingBytes ?? ''}`);
        return;
      case 'summary':
        this.#summary = told;
        return;
      case 'alert':
    }
  }
}
