import type { Bytes } from '../core/units.js';
import type { FileIdentity } from '../sources/file-identity.js';
import type { FileRange } from '../sources/finished/file-part.js';

/** What one thread reads at a time: a part of a file, or a whole log, part after part. Plain data: it is posted to the threads. */
export interface PartTask {
  /** the number of the log among those that were named */
  source: number;
  path: string;
  /** by which the main thread holds it open; null to open it by its name */
  descriptor: number | null;
  /** the file that is meant; null for stdin */
  identity: FileIdentity | null;
  /** how many bytes are read, as far as that is known */
  size: Bytes;
  /** only the main thread can read it */
  isOfMain: boolean;
  /** it is compressed: its text is read in parts that are smaller, and can be counted by others */
  isPacked: boolean;
  /** null reads it whole */
  range: FileRange | null;
  /** the name of the format that the log's first lines have; null where the part's own lines are to tell */
  format: string | null;
}

/** What all threads of a run agree on. */
export interface RunSettings {
  /** of hashes */
  seed: number;
  maxLine: Bytes;
  /** a part is so much of a log's text */
  partSize: Bytes;
  /** the same of a compressed log */
  packedPartSize: Bytes;
  /** so much is read at once */
  readSize: Bytes;
}
