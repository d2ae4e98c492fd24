/**
 * A line with more bytes than this before its newline (a `\r` is one of them) is rejected as `too-long`, unless the user
 * sets another limit.
 */
export const MAX_LINE_BYTES = 64 * 1024;

/** Why a line could not be read as a record. */
export const REJECT_REASONS = [
  'empty', // nothing but white space
  'too-long', // longer than the line limit; what follows the limit was skipped up to the next newline
  'header', // names the columns of a CSV
  'unknown-format', // no format has been recognised yet, and this line fits none
  'layout', // the line's fields do not stand where the format has them
  'time', // the timestamp is no time
  'status', // the status is neither up to three digits nor `-`
  'bytes', // the size is neither a number up to 2^53 nor `-`
] as const;

export type RejectReason = (typeof REJECT_REASONS)[number];

/**
 * The account of lines: `read = accepted + rejected + filtered`, always.
 * `late` and `future` are parts of `accepted`.
 */
export interface LineCounts {
  read: number;
  accepted: number;
  rejected: number;
  filtered: number;
  /** records whose second had already been closed when they came */
  late: number;
  /** records whose timestamp was implausibly far ahead, counted in the second of the clock instead */
  future: number;
}

/** Rejected lines by reason; a reason that did not occur is absent. */
export type RejectedBy = Partial<Record<RejectReason, number>>;

export const noLines = (): LineCounts => ({ read: 0, accepted: 0, rejected: 0, filtered: 0, late: 0, future: 0 });
