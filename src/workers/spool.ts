import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { UserError } from '../core/user-error.js';
import { streamInput } from '../sources/compressed/byte-input.js';
import type { FileSystem } from '../sources/file-system.js';
import { codeOf, troubleOf } from '../sources/trouble.js';
import type { ReportHooks } from './report-request.js';

/** What came through pipes, kept in files without a name. */
export interface Spool {
  /** by the path of the pipe */
  descriptors: ReadonlyMap<string, number>;
  /** the run was stopped before all had come */
  isCut: boolean;
  close: () => void;
}

const READ_SIZE = 64 * 1024;

const STDIN = '-';

/** There is no room for what comes through a pipe. */
const cannotKeep = (path: string, why: string): UserError =>
  new UserError(
    `${path === STDIN ? 'stdin' : path}: it has to be kept until its newest record is known, and ${tmpdir()} ${why}`,
    'let TMPDIR name a directory with more room, or say the window by instants: --from 2026-01-31T10:00 --to 2026-01-31T11:00',
  );

/** A new file that nobody can find, and that is gone when it is closed. For what comes through the pipe at a path. */
const openUnlinked = (path: string): number => {
  let directory: string | null = null;
  try {
    directory = mkdtempSync(join(tmpdir(), 'access-log-monitor-'));
    return openSync(join(directory, 'pipe'), 'wx+', 0o600);
  } catch (error) {
    throw cannotKeep(path, `cannot be written to (${codeOf(error)})`);
  } finally {
    if (directory !== null) rmSync(directory, { recursive: true });
  }
};

const writeAll = (descriptor: number, bytes: Buffer): void => {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
};

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/** Writes a stream to a file, until it ends or the run is stopped. Gives whether it was stopped. */
const spool = async (path: string, stream: Readable, descriptor: number, { stop, onProgress, onEvent }: ReportHooks): Promise<boolean> => {
  const input = streamInput(stream);
  let isStopped = false;
  void stop.promise.then(() => {
    isStopped = true;
    input.close();
  });
  const next = async (): Promise<Buffer | null> => {
    try {
      return await input.next(READ_SIZE);
    } catch (error) {
      onEvent(path, 'unreadable', troubleOf(error, () => null).detail);
      return null;
    }
  };
  let bytes = 0;
  try {
    for (let piece = await next(); piece !== null && piece.length > 0; piece = await next()) {
      writeAll(descriptor, piece);
      bytes += piece.length;
      onProgress({ bytes, total: null, lines: 0 });
    }
    return isStopped;
  } catch (error) {
    throw FULL.has(codeOf(error)) ? cannotKeep(path, 'is full') : error;
  } finally {
    input.close();
  }
};

/** Null when it cannot be opened, which is told. */
const openPipe = (path: string, { onEvent }: ReportHooks, files: FileSystem): Readable | null => {
  try {
    return new Socket({ fd: files.open(path), readable: true, writable: false });
  } catch (error) {
    const { event, detail } = troubleOf(error, () => files.stat(path));
    onEvent(path, event, detail);
    return null;
  }
};

/** Keeps all that comes through those of the paths that are pipes, so that it can be read twice. Null when there is none. */
export const spoolStreams = async (paths: readonly string[], hooks: ReportHooks, files: FileSystem): Promise<Spool | null> => {
  const descriptors = new Map<string, number>();
  let isCut = false;
  const close = (): void => {
    for (const descriptor of descriptors.values()) closeSync(descriptor);
    descriptors.clear();
  };
  const isPipe = (path: string): boolean => {
    try {
      return files.stat(path)?.kind === 'pipe';
    } catch {
      return false; // whoever reads it tells why it cannot be read
    }
  };
  try {
    for (const path of paths) {
      if (path !== STDIN && !isPipe(path)) continue;
      const descriptor = openUnlinked(path);
      descriptors.set(path, descriptor);
      const stream = path === STDIN ? hooks.stdin() : openPipe(path, hooks, files);
      if (stream !== null && (await spool(path, stream, descriptor, hooks))) isCut = true;
    }
  } catch (error) {
    close();
    throw error;
  }
  return { descriptors, isCut, close };
};
