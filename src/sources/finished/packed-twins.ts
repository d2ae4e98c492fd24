import type { Bytes } from '../../core/units.js';
import { compressionOfFile } from '../compressed/compression.js';
import type { FileSystem } from '../file-system.js';
import { withFile } from '../file-system.js';
import { packedHead } from '../compressed/packed-head.js';

/** A file that is read once, and the compressed file that holds the same: it is read instead if the file goes away. */
export interface Twin<Member> {
  kept: Member;
  left: Member;
}

/** How much of two files is compared. */
const COMPARED: Bytes = 64 * 1024;

const SUFFIX = '.gz';

const textOf = (files: FileSystem, path: string): Buffer =>
  withFile(files, path, (descriptor) => (compressionOfFile(files, descriptor) === 'gzip' ? packedHead(files, descriptor, 'gzip') : Buffer.alloc(0)));

const plainOf = (files: FileSystem, path: string): { head: Buffer; size: Bytes } =>
  withFile(files, path, (descriptor) => {
    const head = Buffer.alloc(COMPARED);
    return { head: head.subarray(0, files.read(descriptor, head, 0, COMPARED, 0)), size: files.fstat(descriptor).size };
  });

/**
 * Files that stand beside their own compressed copies: `gzip` is at work just now, or `gzip -k` was. The plain one is kept,
 * unless it is being made of the other. Where they begin differently, or cannot be read, both are read.
 */
export const findTwins = <Member extends { path: string }>(files: FileSystem, members: readonly Member[]): Twin<Member>[] => {
  const byPath = new Map(members.map((member) => [member.path, member]));
  return members.flatMap((packed): Twin<Member>[] => {
    const plain = packed.path.endsWith(SUFFIX) ? byPath.get(packed.path.slice(0, -SUFFIX.length)) : undefined;
    if (plain === undefined) return [];
    try {
      const [text, { head, size }] = [textOf(files, packed.path), plainOf(files, plain.path)];
      const shared = Math.min(text.length, head.length);
      if (shared === 0 || text.compare(head, 0, shared, 0, shared) !== 0) return [];
      return [size < text.length ? { kept: packed, left: plain } : { kept: plain, left: packed }];
    } catch {
      return []; // whoever reads them tells why
    }
  });
};
