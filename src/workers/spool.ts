import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { UserError } from '../core/user-error.js';
import { streamInput } from '../sources/compressed/byte-input.js';
import type { FileSystem } from '../sources/file-system.js';
import { codeOf } from '../sources/trouble.js';
import type { ReportHooks } from './report-request.js';

/** What came through pipes, kept in files without a name. */
export interface Spool {
  /** by the path of the pipe */
  descriptors: ReadonlyMap<string, number>;
  close: () => void;
}

const READ_SIZE = 64 * 1024;

const STDIN = '-';

/** A new file that nobody can find, and that is gone when it is closed. */
const openUnlinked = (): number => {
  const directory = mkdtempSync(join(tmpdir(), 'access-log-monitor-'));
  try {
    return openSync(join(directory, 'pipe'), 'wx+', 0o600);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

const writeAll = (descriptor: number, bytes: Buffer): void => {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
};

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/** Writes a stream to a file, until it ends or the run is stopped. */
const spool = async (path: string, stream: Readable, descriptor: number, { stop, onProgress }: ReportHooks): Promise<void> => {
  const input = streamInput(stream);
  void stop.promise.then(input.close);
  let bytes = 0;
  try {
    for (;;) {
      const piece = await input.next(READ_SIZE);
      if (piece.length === 0) return;
      writeAll(descriptor, piece);
      bytes += piece.length;
      onProgress({ bytes, total: null, lines: 0 });
    }
  } catch (error) {
    if (!FULL.has(codeOf(error))) throw error;
    throw new UserError(
      `${path === STDIN ? 'stdin' : path}: it has to be kept until its newest record is known, and ${tmpdir()} is full`,
      'let TMPDIR name a directory with more room, or say the window by instants: --from 2026-01-31T10:00 --to 2026-01-31T11:00',
    );
  } finally {
    input.close();
  }
};

/** Keeps all that comes through those of the paths that are pipes, so that it can be read twice. Null when there is none. */
export const spoolStreams = async (paths: readonly string[], hooks: ReportHooks, files: FileSystem): Promise<Spool | null> => {
  const descriptors = new Map<string, number>();
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
      const descriptor = openUnlinked();
      descriptors.set(path, descriptor);
      const stream = path === STDIN ? hooks.stdin() : new Socket({ fd: files.open(path), readable: true, writable: false });
      await spool(path, stream, descriptor, hooks);
    }
  } catch (error) {
    close();
    throw error;
  }
  return { descriptors, close };
};
