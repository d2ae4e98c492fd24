/** The reader of a pipe or a socket has gone. */
const GONE: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk (ENOSPC)',
  EDQUOT: 'the disk quota is used up (EDQUOT)',
  EFBIG: 'the file would become larger than allowed (EFBIG)',
  EIO: 'the device reports an error (EIO)',
  EACCES: 'permission denied (EACCES)',
  ENOENT: 'there is no such directory (ENOENT)',
  EISDIR: 'it is a directory (EISDIR)',
  EROFS: 'its file system is read-only (EROFS)',
};

/**
 * What an error of writing means to people: the end of a sentence, or null when the reader has gone, which is a normal end.
 *
 * @throws the error itself when it is none of the system's: that is a bug
 */
export const writeTrouble = (error: unknown): string | null => {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
  return GONE.has(error.code) ? null : `cannot be written: ${REASONS[error.code] ?? error.code}`;
};

/** What was to be written could not be. */
export class WriteFailure extends Error {
  override readonly name = 'WriteFailure';
}
