import type { FileSystem } from '../file-system.js';

/** How a file may be compressed. */
export type Compression = 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'lz4';

interface Magic {
  compression: Compression;
  bytes: Buffer;
}

const MAGICS: readonly Magic[] = [
  { compression: 'gzip', bytes: Buffer.from('1f8b', 'hex') },
  { compression: 'zstd', bytes: Buffer.from('28b52ffd', 'hex') },
  { compression: 'xz', bytes: Buffer.from('fd377a585a00', 'hex') },
  { compression: 'lz4', bytes: Buffer.from('04224d18', 'hex') },
  // The number of a level, and then a block or (of an empty file) the end.
  ...Array.from('123456789', (level) => [
    { compression: 'bzip2' as const, bytes: Buffer.from(`BZh${level}1AY&SY`) },
    { compression: 'bzip2' as const, bytes: Buffer.concat([Buffer.from(`BZh${level}`), Buffer.from('177245385090', 'hex')]) },
  ]).flat(),
];

/** What compressed files are called, usually. */
export const COMPRESSED_NAME = /\.(?:gz|zst|zstd|xz|bz2|lz4|Z|zip)$/i;

/** Enough of a file's first bytes to tell how it is compressed. */
export const MAGIC_LENGTH = Math.max(...MAGICS.map(({ bytes }) => bytes.length));

/** How a file is compressed by its first bytes; null when it is not, and `undecided` when more bytes may tell. */
export const compressionOf = (head: Buffer): Compression | 'undecided' | null => {
  const shared = (bytes: Buffer): number => Math.min(bytes.length, head.length);
  const near = MAGICS.filter(({ bytes }) => bytes.compare(head, 0, shared(bytes), 0, shared(bytes)) === 0);
  const found = near.find(({ bytes }) => bytes.length <= head.length);
  if (found !== undefined) return found.compression;
  return near.length > 0 ? 'undecided' : null;
};

/** How a regular file is compressed by its first bytes; null when it is not. */
export const compressionOfFile = (files: FileSystem, descriptor: number): Compression | null => {
  const head = Buffer.alloc(MAGIC_LENGTH);
  const compression = compressionOf(head.subarray(0, files.read(descriptor, head, 0, head.length, 0)));
  return compression === 'undecided' ? null : compression;
};

const TOOLS: Readonly<Record<Compression, string>> = { gzip: 'zcat', zstd: 'zstdcat', xz: 'xzcat', bzip2: 'bzcat', lz4: 'lz4cat' };

/** How to read what this program cannot decompress itself. */
export const pipeRecipe = (compression: Compression): string =>
  `it is compressed with ${compression}: read it through a pipe, ${TOOLS[compression]} FILE | access-log-monitor --once -`;
