import { keyOf } from './file-identity.js';
import type { FileSystem } from './file-system.js';
import { Imprint, isContinuation } from './imprint.js';
import type { Ledger } from './ledger.js';
import type { PullSource } from './source.js';

/** Does something with an open file, and closes it. */
const withFile = <Result>(files: FileSystem, path: string, use: (descriptor: number) => Result): Result => {
  const descriptor = files.open(path);
  try {
    return use(descriptor);
  } finally {
    files.close(descriptor);
  }
};

/** Whether an earlier run read a file to the end that it has now. Errors of the file system are thrown. */
export const wasReadWhole = (ledger: Ledger, files: FileSystem, path: string): boolean =>
  withFile(files, path, (descriptor) => {
    const stat = files.fstat(descriptor);
    const record = ledger.recordOf(keyOf(stat));
    return record !== null && record.entry.offset === stat.size && isContinuation(files, descriptor, stat.size, record.entry);
  });

/** Notes in the ledger when a file has been read to its end, so that no later run reads it again. */
export const recordedWhole = (source: PullSource, ledger: Ledger, files: FileSystem): PullSource => {
  const { path, isLive } = source;
  const entry = withFile(files, path, (descriptor) => {
    const { device, inode, size } = files.fstat(descriptor);
    return { device: String(device), inode: String(inode), path, offset: size, ...Imprint.of(files, descriptor, size).fingerprints(size) };
  });
  let closed = false;
  return {
    path,
    isLive,
    read: async () => {
      const more = await source.read();
      if (!more && !closed) ledger.record(entry);
      return more;
    },
    close: () => {
      closed = true;
      source.close();
    },
  };
};
