import { keyOf } from '../file-identity.js';
import type { FileSystem } from '../file-system.js';
import { withFile } from '../file-system.js';
import { Imprint, isContinuation } from '../following/imprint.js';
import type { HeldFile, Ledger, LedgerEntry } from '../following/ledger.js';
import type { FinishedSource, HandedOn, PullSource } from '../source.js';

/** How much of a file, as it is now, an earlier run handed on: all of it, or null for nothing. Errors of the file system are thrown. */
export const handedOnBefore = (ledger: Ledger, files: FileSystem, path: string): HandedOn | 'all' | null =>
  withFile(files, path, (descriptor) => {
    const stat = files.fstat(descriptor);
    const entry = ledger.recordOf(keyOf(stat))?.entry;
    if (entry === undefined || !isContinuation(files, descriptor, stat.size, entry)) return null;
    const { offset, text = 0, skipping = false, unfinished = false } = entry;
    if (offset === stat.size && !unfinished) return 'all';
    return text > 0 ? { text, skipping } : null;
  });

/**
 * Lets the ledger know at any moment how much of a file was handed on, so that no later run hands it on again. What could
 * not be read is left to a later run.
 */
export const recorded = (open: () => FinishedSource, path: string, ledger: Ledger, files: FileSystem): PullSource => {
  const { device, inode, size, prints } = withFile(files, path, (descriptor) => {
    const stat = files.fstat(descriptor);
    return { ...stat, prints: Imprint.of(files, descriptor, stat.size).fingerprints(stat.size) };
  });
  const source = open();
  const held: HeldFile = {
    identity: { device, inode },
    path,
    entry: (): LedgerEntry => {
      const { text, skipping } = source.handedOn;
      const isOver = source.end === 'whole' || source.end === 'damaged';
      return {
        device: String(device), inode: String(inode), path, offset: size, ...prints, text,
        ...(skipping ? { skipping: true } : {}),
        ...(isOver ? {} : { unfinished: true }),
      };
    },
    opened: () => null,
    standsAtName: () => true,
    handOver: () => undefined,
  };
  ledger.hold(held);
  return {
    path,
    isLive: source.isLive,
    read: async () => {
      const more = await source.read();
      if (!more) ledger.release(held);
      return more;
    },
    close: () => {
      source.close();
      ledger.release(held);
    },
  };
};
