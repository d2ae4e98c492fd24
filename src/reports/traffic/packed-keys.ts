/** Keys and what was counted of each, as can be posted to another thread. */
export interface PackedKeys {
  /** the keys' bytes, one key behind the other */
  bytes: Uint8Array<ArrayBuffer>;
  lengths: Uint16Array<ArrayBuffer>;
  /** the sums of each key (see KeySums), one key behind the other */
  sums: Float64Array<ArrayBuffer>;
  /** how much each sum of hits may be too low, and the most that a key that is missing may have */
  error: number;
}
