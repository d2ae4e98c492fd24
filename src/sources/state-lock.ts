import { closeSync, openSync, linkSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { UserError } from '../core/user-error.js';
import { errorCode } from './state-disk.js';

/** What is known of the processes of this machine. */
export interface Processes {
  /** this process's number */
  readonly pid: number;
  isRunning(pid: number): boolean;
}

/** A claim to a directory. */
export interface StateLock {
  /** Gives the claim up. May be called twice; never throws. */
  release(): void;
}

/**
 * When a process began, in words of the system's that differ between a process and a later one with its number; null where
 * the system does not tell.
 */
const beginOf = (pid: number): string | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in parentheses, in which anything may stand.
    const began = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return began === undefined ? null : `${boot}/${began}`;
  } catch {
    return null;
  }
};

const readText = (path: string): string | null => {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
};

/** The process that a lock names, if it is running; null when nobody holds the lock any more. */
const holderOf = (text: string, processes: Processes): number | null => {
  const [number = '', began = ''] = text.split('\n');
  const pid = Number(number);
  if (!/^[1-9]\d*$/.test(number) || !Number.isSafeInteger(pid)) return null;
  // In a container each monitor may have the same number: a lock with ours was left by one that is gone.
  if (pid === processes.pid || !processes.isRunning(pid)) return null;
  const now = beginOf(pid);
  return began !== '' && now !== null && began !== now ? null : pid;
};

const inUse = (directory: string, pid: number): UserError =>
  new UserError(
    `--state: '${directory}' is in use by process ${pid}: two monitors cannot keep their state in one place`,
    'end that process first, or name another directory',
  );

const tryCreate = (path: string, text: string): boolean => {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'wx', 0o600);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(descriptor, text);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return true;
};

/** Removes a lock that nobody holds. If another process was faster and holds it by now, it stays. */
const removeStale = (path: string, text: string, pid: number): void => {
  const aside = `${path}.${pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  if (readText(aside) !== text) linkSync(aside, path);
  rmSync(aside, { force: true });
};

/**
 * Claims a directory for this process by the file `path` in it. A claim of a process that is gone is taken over.
 *
 * @throws UserError that names the process which holds it
 */
export const claimDirectory = (directory: string, path: string, processes: Processes): StateLock => {
  const text = `${processes.pid}\n${beginOf(processes.pid) ?? ''}\n`;
  while (!tryCreate(path, text)) {
    const found = readText(path);
    if (found === null) continue;
    const holder = holderOf(found, processes);
    if (holder !== null) throw inUse(directory, holder);
    removeStale(path, found, processes.pid);
  }
  return {
    release: () => {
      try {
        if (readText(path) === text) rmSync(path, { force: true });
      } catch {
        // A lock that stays is found to be nobody's by the next run.
      }
    },
  };
};
