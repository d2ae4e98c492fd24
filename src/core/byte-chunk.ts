/** Bytes with a view for reading four of them at once. */
export interface ByteChunk {
  bytes: Buffer;
  view: DataView;
}

export const chunkOf = (bytes: Buffer): ByteChunk => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

/** The one to three bytes in [at, to) as a number, lowest first, as `getInt32(at, true)` has them. */
export const wordAt = (bytes: Uint8Array, at: number, to: number): number => {
  let word = bytes[at]!;
  if (at + 1 < to) word |= bytes[at + 1]! << 8;
  if (at + 2 < to) word |= bytes[at + 2]! << 16;
  return word;
};
