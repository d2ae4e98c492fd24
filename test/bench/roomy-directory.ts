import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a directory, in memory where there is room for so many bytes: the disk must not be what is measured. */
export const makeRoomyDirectory = (bytes: number): string => {
  const roomy = ['/dev/shm', tmpdir()].find((parent) => {
    if (!existsSync(parent)) return false;
    const { bavail, bsize } = statfsSync(parent);
    return bavail * bsize > bytes;
  });
  if (roomy === undefined) throw new Error(`no room for logs of ${Math.ceil(bytes / 1e6)} MB; BENCH_SECONDS may be fewer`);
  return mkdtempSync(join(roomy, 'access-log-monitor-follow-'));
};
