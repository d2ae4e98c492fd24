import type { GlobMatch, GlobScan } from '../../sources/globs/glob-scan.js';

/** Globs that are followed, and what they match at the start. */
export interface LogGlobs {
  scan: GlobScan;
  present: readonly GlobMatch[];
}

/** The logs of a run. */
export interface Logs {
  /** named exactly; of a run that reads once also what globs match; `-` is stdin */
  paths: readonly string[];
  /** globs to follow, or null when none was named */
  globs: LogGlobs | null;
  /** lines for people about choices that were made for them */
  notes: readonly string[];
}
