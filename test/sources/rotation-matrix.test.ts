import { closeSync, copyFileSync, openSync, renameSync, statSync, truncateSync, unlinkSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { followAll } from '../../src/sources/following/follow-all.js';
import type { FollowAllOptions } from '../../src/sources/following/follow-all.js';
import { logDirectory } from './log-directory.js';
import type { Recorder } from './recorder.js';
import { recorder } from './recorder.js';

const METHODS = ['rename and create', 'create from temporary', 'copy and truncate', 'copy and remove'] as const;

interface Case {
  method: (typeof METHODS)[number];
  /** the server goes on in the file that it holds until just before the next rotation; else it opens the name anew at once */
  keeps: boolean;
  /** several rotations within a poll, several lines each millisecond */
  fast: boolean;
  notified: boolean;
  /** lines are written between copy and truncate, too, which no reader can be sure to get */
  careless?: boolean;
}

/** How often the log is rotated, what comes between two rotations, and how long the server pauses after it. */
const FAST = { rotations: 24, bursts: 6, lines: 5, pause: 1 };
const SLOW = { rotations: 3, bursts: 12, lines: 1, pause: 30 };

/** A server with its log in its own directory. */
class Server {
  readonly #directory = logDirectory();
  readonly path = this.#directory.path('access.log');
  /** lines that must be read, and those that may be */
  readonly sure: string[] = [];
  readonly unsure: string[] = [];
  readonly #given: Case;
  #descriptor = openSync(this.path, 'a');
  #count = 0;
  #rotations = 0;
  #file = 0;

  constructor(given: Case) {
    this.#given = given;
  }

  write(lines: number, isSure = true): void {
    for (let i = 0; i < lines; i += 1) {
      const line = `line ${(this.#count += 1)} of file ${this.#file}`;
      writeSync(this.#descriptor, `${line}\n`);
      (isSure ? this.sure : this.unsure).push(line);
    }
  }

  reopen(): void {
    closeSync(this.#descriptor);
    this.#descriptor = openSync(this.path, 'a');
    this.#file = this.#rotations;
  }

  rotate(): void {
    this.#rotations += 1;
    const old = `${this.path}.${this.#rotations}`;
    const before = statSync(this.path).ino;
    const { method, careless } = this.#given;
    if (method.startsWith('copy')) copyFileSync(this.path, old);
    else renameSync(this.path, old);
    if (method === 'copy and remove') unlinkSync(this.path);
    if (method === 'copy and truncate') {
      if (careless === true) this.write(3, false);
      truncateSync(this.path, 0);
    }
    if (method === 'rename and create' || method === 'copy and remove') closeSync(openSync(this.path, 'wx'));
    if (method === 'create from temporary') this.#createFromTemporary();
    if (!method.startsWith('copy')) expect(statSync(old).ino).toBe(before);
    expect(statSync(this.path).ino === before).toBe(method === 'copy and truncate');
    expect(statSync(this.path).size).toBe(0);
  }

  /** The rest of what a server writes that was not told of a rotation: sure to be read, if the file has a name yet or was held. */
  goOn(lines: number): void {
    this.write(lines, this.#given.method !== 'copy and remove' || !this.#given.fast);
  }

  close(): void {
    closeSync(this.#descriptor);
    this.#directory.remove();
  }

  #createFromTemporary(): void {
    const temporary = `${this.path}.tmp`;
    closeSync(openSync(temporary, 'wx'));
    renameSync(temporary, this.path);
  }
}

const run = async (server: Server, { keeps, fast }: Case): Promise<void> => {
  const { rotations, bursts, lines, pause: rest } = fast ? FAST : SLOW;
  for (let rotation = 0; rotation < rotations; rotation += 1) {
    for (let burst = 0; burst < bursts; burst += 1) {
      server.write(lines);
      await pause(rest);
    }
    server.rotate();
    if (keeps) {
      server.goOn(lines);
      await pause(rest);
      server.goOn(lines);
    }
    server.reopen();
  }
  server.write(lines);
};

const until = async (isTrue: () => boolean): Promise<void> => {
  for (const end = performance.now() + 10_000; !isTrue() && performance.now() < end; ) await pause(10);
};

/** Follows the log from its start to its end, and says what was read. */
const follow = async (given: Case): Promise<{ server: Server; sink: Recorder }> => {
  const server = new Server(given);
  const sink = recorder();
  const options: FollowAllOptions = { files: [{ path: server.path, sink }], ...(given.notified ? {} : { notify: () => ({ close: () => undefined }) }) };
  const following = followAll(options);
  try {
    following.start();
    await run(server, given);
    await until(() => sink.read.length >= server.sure.length);
    await following.finish();
  } finally {
    following.close();
    server.close();
  }
  return { server, sink };
};

/** The lines of each file, in their order. */
const byFile = (lines: readonly string[]): Map<string, string[]> => {
  const files = new Map<string, string[]>();
  for (const line of lines) {
    const file = line.replace(/^line \d+ /, '');
    files.set(file, [...(files.get(file) ?? []), line]);
  }
  return files;
};

const cases: Case[] = METHODS.flatMap((method) =>
  [true, false].flatMap((keeps) => [true, false].flatMap((fast) => [true, false].map((notified) => ({ method, keeps, fast, notified })))),
);

const nameOf = ({ method, keeps, fast, notified }: Case): string =>
  `${method}, ${keeps ? 'a writer that is told later' : 'a writer that reopens'}, ${fast ? 'fast' : 'slow'}, ${notified ? 'with notification' : 'by polling alone'}`;

describe.concurrent('a log that is rotated by', () => {
  it.each(cases.map((given) => [nameOf(given), given] as const))('%s: each line is read once', async (_name, given) => {
    const { server, sink } = await follow(given);
    const unsure = new Set(server.unsure);
    const read = sink.read.filter((line) => !unsure.has(line));
    expect([...read].sort()).toEqual([...server.sure].sort());
    expect(new Set(sink.read).size).toBe(sink.read.length);
    const written = byFile(server.sure);
    for (const [file, lines] of byFile(read)) expect(lines).toEqual(written.get(file));
  });

  it.each([true, false])('copy and truncate, with lines in between (fast: %s): no other lines are lost, and the loss is told', async (fast) => {
    const { server, sink } = await follow({ method: 'copy and truncate', keeps: true, fast, notified: true, careless: true });
    const unsure = new Set(server.unsure);
    expect(sink.read.filter((line) => !unsure.has(line))).toEqual(server.sure);
    const lost = server.unsure.filter((line) => !sink.read.includes(line)).length;
    expect(server.unsure).toHaveLength(3 * (fast ? FAST : SLOW).rotations);
    expect(lost).toBeGreaterThan(0);
    expect(sink.events).toContain('truncated');
    expect(sink.missing.reduce((sum, bytes) => sum + bytes, 0)).toBeGreaterThan(0);
  });
});
