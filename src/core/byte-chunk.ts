/** Bytes with a view for reading four of them at once. */
export interface ByteChunk {
  bytes: Buffer;
  view: DataView;
}

export const chunkOf = (bytes: Buffer): ByteChunk => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

/** Non-zero when any of a word's four bytes is `byte`. */
const has = (word: number, byte: number): number => {
  const odd = word ^ Math.imul(byte, 0x01010101);
  return (odd - 0x01010101) & ~odd & 0x80808080;
};

/** Where one of two bytes stands first in [from, to); `to` when neither does. */
export const indexOfEither = ({ bytes, view }: ByteChunk, from: number, to: number, one: number, other: number): number => {
  let at = from;
  for (const last = to - 4; at <= last; at += 4) {
    const word = view.getInt32(at, true);
    if ((has(word, one) | has(word, other)) !== 0) break;
  }
  while (at < to && bytes[at] !== one && bytes[at] !== other) at += 1;
  return at;
};

/** The one to three bytes in [at, to) as a number, lowest first, as `getInt32(at, true)` has them. */
export const wordAt = (bytes: Uint8Array, at: number, to: number): number => {
  let word = bytes[at]!;
  if (at + 1 < to) word |= bytes[at + 1]! << 8;
  if (at + 2 < to) word |= bytes[at + 2]! << 16;
  return word;
};
