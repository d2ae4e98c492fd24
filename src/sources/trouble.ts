import type { Bytes } from '../core/units.js';
import type { FileStat } from './file-system.js';

/** Why a file cannot be read just now: the event that says so, and a sentence for people. */
export interface Trouble {
  event: 'missing' | 'unreadable' | 'duplicate';
  detail: string;
}

export const MISSING: Trouble = { event: 'missing', detail: 'no such file' };

export const DUPLICATE: Trouble = { event: 'duplicate', detail: 'another followed name leads to the same file, and it is read there' };

/** A file that was to be opened again by its name, and stands there no more. */
export class OtherFileError extends Error {
  override readonly name = 'OtherFileError';

  constructor() {
    super('another file stands at its name by now: the rest of it is left out');
  }
}

export const DIRECTORY: Trouble = { event: 'unreadable', detail: "it is a directory: name a file, or a glob such as 'DIR/*.log'" };

const BY_CODE: Readonly<Record<string, string>> = {
  EIO: 'the disk reports an error (EIO)',
  EMFILE: 'too many files are open in this process (EMFILE): see ulimit -n',
  ENFILE: 'too many files are open on this machine (ENFILE)',
  EISDIR: DIRECTORY.detail,
  ELOOP: 'its symbolic links go round in a circle (ELOOP)',
  ENAMETOOLONG: 'the name is too long (ENAMETOOLONG)',
  ESTALE: 'the network file system lost it (ESTALE)',
  ENXIO: 'it is a socket or a device without driver: name a file',
};

const BY_KIND: Readonly<Record<Exclude<FileStat['kind'], 'file' | 'pipe'>, string>> = {
  directory: DIRECTORY.detail,
  socket: 'it is a socket: name a file',
  device: 'it is a device: name a file, or - for stdin',
};

const ADM = 4;
const GROUP_READS = 0o040;

const permissionDetail = (stat: FileStat | null): string => {
  if (stat === null) return 'permission denied: this user may not enter its directory';
  const mode = stat.mode.toString(8).padStart(4, '0');
  if ((stat.mode & GROUP_READS) === 0) {
    return `permission denied: its mode is ${mode}, which lets only its owner read it: run as that user, or let a group read it (chmod g+r)`;
  }
  const group = stat.group === ADM ? 'adm (4)' : String(stat.group);
  return (
    `permission denied: its mode is ${mode} and its group ${group}: be a member of that group` +
    ` (usermod -aG ${stat.group === ADM ? 'adm' : String(stat.group)} USER; with Docker: --group-add ${String(stat.group)})`
  );
};

/** What stands at a name is neither a regular file nor a pipe; null when it is one. */
export const troubleOfKind = (stat: FileStat): Trouble | null =>
  stat.kind === 'file' || stat.kind === 'pipe' ? null : { event: 'unreadable', detail: BY_KIND[stat.kind] };

/**
 * The trouble that an error of the file system means.
 *
 * @param stat asks for what stands at the name, where that is known: the owners of logs are told in the detail
 * @throws the error itself when it comes from elsewhere: that is a bug, not trouble
 */
export const troubleOf = (error: unknown, stat: () => FileStat | null): Trouble => {
  if (error instanceof OtherFileError) return { event: 'unreadable', detail: error.message };
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) throw error;
  const code = String(error.code);
  if (code === 'ENOENT' || code === 'ENOTDIR') return MISSING;
  if (code === 'EACCES' || code === 'EPERM') return { event: 'unreadable', detail: permissionDetail(statOrNull(stat)) };
  return { event: 'unreadable', detail: BY_CODE[code] ?? `it cannot be read (${code})` };
};

/** The network file system does not know the descriptor any more; the name may still lead to the file. */
export const isStale = (error: unknown): boolean => codeOf(error) === 'ESTALE';

/** There is no descriptor left, in this process or on this machine. */
export const isExhausted = (error: unknown): boolean => ['EMFILE', 'ENFILE'].includes(codeOf(error));

/** Nothing is there, or nothing that may be seen; it is not that the machine failed. */
export const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP'].includes(codeOf(error));

export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

const statOrNull = (stat: () => FileStat | null): FileStat | null => {
  try {
    return stat();
  } catch {
    return null;
  }
};

/** `; 12 bytes of an unfinished line are left out`, as the end of a sentence; nothing for none. */
export const leftOutText = (bytes: Bytes): string =>
  bytes === 0 ? '' : `; ${bytes === 1 ? '1 byte of an unfinished line is' : `${String(bytes)} bytes of an unfinished line are`} left out`;
