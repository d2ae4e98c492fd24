import { createHash } from 'node:crypto';

/** The first word of a state file. */
const NAME = 'access-log-monitor-state';

/** Of what is written. A file of another one is not read: nobody knows what it means. */
const VERSION = '1';

const NEWLINE = 10;

/** What the bytes of a state file are. */
export type DecodedState =
  /** `value` is what JSON.parse gave */
  | { kind: 'whole'; value: unknown }
  /** `reason` is the end of a sentence about the file */
  | { kind: 'damaged'; reason: string };

const checksumOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

const damaged = (reason: string): DecodedState => ({ kind: 'damaged', reason });

/**
 * A state file: one line with the name of the format, its version and the SHA-256 of all bytes behind it, then JSON and a
 * newline.
 */
export const encodeState = (value: unknown): Buffer => {
  const body = Buffer.from(`${JSON.stringify(value)}\n`);
  return Buffer.concat([Buffer.from(`${NAME} ${VERSION} ${checksumOf(body)}\n`), body]);
};

/** The opposite. Any change of any byte is found. */
export const decodeState = (bytes: Buffer): DecodedState => {
  if (bytes.length === 0) return damaged('it is empty');
  const newline = bytes.indexOf(NEWLINE);
  const [name, version = '', checksum, ...others] = bytes.toString('latin1', 0, Math.max(0, newline)).split(' ');
  if (name !== NAME) return damaged('it does not begin as a state file does');
  if (version !== VERSION) return damaged(`its format has the version '${version}', and this program knows ${VERSION} only`);
  const body = bytes.subarray(newline + 1);
  if (others.length > 0 || checksum !== checksumOf(body)) {
    return damaged('its checksum does not fit: it was cut short or changed');
  }
  try {
    return { kind: 'whole', value: JSON.parse(body.toString()) as unknown };
  } catch {
    return damaged('it holds no JSON');
  }
};
