/** Bytes with a view for reading four of them at once. */
export interface ByteChunk {
  bytes: Buffer;
  view: DataView;
}

export const chunkOf = (bytes: Buffer): ByteChunk => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

/** Where a byte stands first in [from, to); `to` when it does not. Unlike a native search it looks at nothing behind. */
export const indexOfByte = ({ bytes, view }: ByteChunk, from: number, to: number, byte: number): number => {
  const four = Math.imul(byte, 0x01010101);
  let at = from;
  for (const last = to - 4; at <= last; at += 4) {
    const odd = view.getInt32(at, true) ^ four;
    // Non-zero when one of the four is zero.
    if (((odd - 0x01010101) & ~odd & 0x80808080) !== 0) break;
  }
  while (at < to && bytes[at] !== byte) at += 1;
  return at;
};

/** The one to three bytes in [at, to) as a number, lowest first, as `getInt32(at, true)` has them. */
export const wordAt = (bytes: Uint8Array, at: number, to: number): number => {
  let word = bytes[at]!;
  if (at + 1 < to) word |= bytes[at + 1]! << 8;
  if (at + 2 < to) word |= bytes[at + 2]! << 16;
  return word;
};
