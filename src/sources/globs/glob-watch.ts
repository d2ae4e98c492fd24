import { resolve } from 'node:path';
import type { GlobMatch, GlobScan } from './glob-scan.js';
import type { Timers } from '../timers.js';
import { troubleOf } from '../trouble.js';

/** Milliseconds between two scans, at least. */
const PAUSE = 2_000;
/** Milliseconds between two scans at most, however long they take. */
const MAX_PAUSE = 60_000;
/** The share of the time that scans may take. */
const SCAN_SHARE = 0.03;

/** What a watch of globs tells. */
export interface GlobWatchOptions {
  scan: GlobScan;
  /** files that need not be told: they are followed by their own names */
  known: readonly string[];
  /**
   * Files that match, and did not at the last scan or were refused then. Gives those that were taken: they are asked for from
   * now on.
   */
  came: (matches: readonly GlobMatch[]) => readonly string[];
  /** A file that was taken matches no longer. True when that is its end; else it is asked for again at the next scan. */
  isOver: (path: string) => boolean;
  /** Told when scans begin to fail, with the reason: they are tried again. */
  failed: (reason: string) => void;
  timers: Timers;
}

/** Scans for files as long as it is not closed. */
export interface GlobWatch {
  /** Takes up what matches at the start; scans go on from there. */
  start(matches: readonly GlobMatch[]): void;
  /** Scans once more, then never again. */
  finish(): Promise<void>;
  close(): void;
}

/** Scans for files that match globs, again and again: the longer a scan takes, the less often. */
export const createGlobWatch = ({ scan, known, came, isOver, failed, timers }: GlobWatchOptions): GlobWatch => {
  const named = new Set(known.map((path) => resolve(path)));
  const taken = new Set<string>();
  let timer: unknown = null;
  let scanning: Promise<void> = Promise.resolve();
  let finishing: Promise<void> | null = null;
  let isFailing = false;
  let closed = false;

  const compare = (matches: readonly GlobMatch[]): void => {
    const present = new Set(matches.map(({ path }) => path));
    for (const path of taken) if (!present.has(path) && isOver(path)) taken.delete(path);
    const news = matches.filter(({ path }) => !taken.has(path) && !named.has(resolve(path)));
    if (news.length > 0) for (const path of came(news)) taken.add(path);
  };

  const scanOnce = async (): Promise<void> => {
    let matches: readonly GlobMatch[];
    try {
      matches = await scan();
    } catch (error) {
      const { detail } = troubleOf(error, () => null);
      if (!isFailing) failed(detail);
      isFailing = true;
      return;
    }
    isFailing = false;
    if (!closed) compare(matches);
  };

  const wait = (cost: number): void => {
    const pause = Math.min(MAX_PAUSE, Math.max(PAUSE, cost / SCAN_SHARE));
    timer = timers.setTimeout(() => {
      const began = timers.now();
      scanning = scanOnce().then(() => {
        if (!closed) wait(timers.now() - began);
      });
    }, pause);
  };

  const close = (): void => {
    closed = true;
    timers.clearTimeout(timer);
  };

  const scanLast = async (): Promise<void> => {
    timers.clearTimeout(timer);
    await scanning;
    timers.clearTimeout(timer);
    if (!closed) await scanOnce();
    close();
  };

  return {
    start: (matches) => {
      compare(matches);
      wait(0);
    },
    finish: () => (finishing ??= scanLast()),
    close,
  };
};
