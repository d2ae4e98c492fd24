import type { IntervalReport, ReportEvent } from '../core/report.js';

/** Holds back a row of silent intervals until it ends. */
export interface Silence {
  /** Takes a report. True when it was held back, to be told with its row. */
  hold(event: ReportEvent): boolean;
  /** Tells of the row that was held back, if any. To be called before anything else is told. */
  end(): void;
}

/** @param tell takes a row as one report: of the last interval, but from where the first began */
export const createSilence = (merge: boolean, tell: (row: IntervalReport) => void): Silence => {
  let row: IntervalReport | null = null;
  return {
    hold({ kind, report }) {
      if (!merge || kind !== 'silent') return false;
      row = { ...report, from: row?.from ?? report.from };
      return true;
    },
    end() {
      if (row === null) return;
      const ended = row;
      row = null;
      tell(ended);
    },
  };
};
