/** Seconds since 1970-01-01T00:00:00Z, without leap seconds; whole unless said otherwise. */
export type EpochSeconds = number;

/** Milliseconds since 1970-01-01T00:00:00Z, without leap seconds. */
export type EpochMs = number;

/** A length of time in seconds. */
export type Seconds = number;

/** A size in bytes; exact up to 2^53. */
export type Bytes = number;
