import { randomBytes } from 'node:crypto';
import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { UserError } from '../../core/user-error.js';
import { errorCode } from './state-disk.js';

/** Milliseconds between two signs of life. */
const SIGN_PAUSE = 5_000;
/** Milliseconds without a sign after which a process of which nothing else is known is taken for gone. */
const SILENCE = 15_000;

/** What is known of the processes of this machine. */
export interface Processes {
  /** this process's number */
  readonly pid: number;
  /** the name of the machine or of the container within which numbers are unique; by default what the system says */
  readonly host?: string;
  isRunning(pid: number): boolean;
}

/** A claim to a directory, which shows again and again that it is alive. */
export interface StateLock {
  /** Makes the claim once more, when it may be lost. Throws as `claimDirectory` does. */
  renew(): void;
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

interface Holder {
  pid: number;
  /** null is this one */
  host: string | null;
}

/** Whether a lock was touched a short while ago. The clocks of two machines may differ. */
const isFresh = (path: string): boolean => {
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return touched !== undefined && Math.abs(Date.now() - touched) < SILENCE;
};

/** The process that a lock names, if it is running; null when nobody holds the lock any more. */
const holderOf = (path: string, text: string, { pid: own, host: here, isRunning }: Required<Processes>): Holder | null => {
  const [number = '', began = '', host = ''] = text.split('\n');
  const pid = Number(number);
  if (!/^[1-9]\d*$/.test(number) || !Number.isSafeInteger(pid)) return null;
  // Numbers of other machines and containers say nothing here.
  if (host !== '' && host !== here) return isFresh(path) ? { pid, host } : null;
  // In a container each monitor may have the same number: a lock with ours was left by one that is gone.
  if (pid === own || !isRunning(pid)) return null;
  const now = beginOf(pid);
  return began !== '' && now !== null && began !== now ? null : { pid, host: null };
};

const inUse = (directory: string, { pid, host }: Holder): UserError =>
  new UserError(
    `--state: '${directory}' is in use by process ${pid}${host === null ? '' : ` on ${host}`}: two monitors cannot keep their state in one place`,
    host === null ? 'end that process first, or name another directory' : 'end that process first (if it crashed, wait 15 seconds), or name another directory',
  );

/** Where there are no hard links, a file is made under its own name at once. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES']);

const write = (path: string, text: string): void => {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    writeSync(descriptor, text);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
};

/** Gives a file a name; false when another one has it. */
const tryLink = (from: string, to: string, text: string): boolean => {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.has(code)) throw error;
  }
  try {
    write(to, text);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
};

/** Makes a lock that is filled from its first moment on; false when there is one. */
const tryCreate = (path: string, aside: string, text: string): boolean => {
  write(aside, text);
  try {
    return tryLink(aside, path, text);
  } finally {
    rmSync(aside, { force: true });
  }
};

/** Removes a lock that nobody holds. If another process was faster and holds it by now, it stays. */
const removeStale = (path: string, aside: string, text: string): void => {
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  try {
    const found = readText(aside);
    // Who has made one meanwhile holds it.
    if (found !== null && found !== text) tryLink(aside, path, found);
  } finally {
    rmSync(aside, { force: true });
  }
};

/**
 * Claims a directory for this process by the file `path` in it. A claim of a process that is gone is taken over; one of
 * another machine or container when it has shown no sign of life for 15 seconds.
 *
 * @throws UserError that names the process which holds it
 */
export const claimDirectory = (directory: string, path: string, processes: Processes): StateLock => {
  const { pid, host = hostname() } = processes;
  const own: Required<Processes> = { pid, host, isRunning: (other) => processes.isRunning(other) };
  const text = `${pid}\n${beginOf(pid) ?? ''}\n${host}\n`;
  const aside = `${path}.${pid}-${randomBytes(4).toString('hex')}`;

  const claim = (): void => {
    while (!tryCreate(path, aside, text)) {
      const found = readText(path);
      if (found === null) continue;
      const holder = holderOf(path, found, own);
      if (holder !== null) throw inUse(directory, holder);
      removeStale(path, aside, found);
    }
  };

  const ifOwn = (act: () => void): void => {
    try {
      if (readText(path) === text) act();
    } catch {
      // A lock that stays, or shows no sign, is found to be nobody's by the next run.
    }
  };

  claim();
  const signs = setInterval(() => {
    const now = Date.now() / 1000;
    ifOwn(() => { utimesSync(path, now, now); });
  }, SIGN_PAUSE);
  signs.unref();
  return {
    renew: claim,
    release: () => {
      clearInterval(signs);
      ifOwn(() => { rmSync(path, { force: true }); });
    },
  };
};
