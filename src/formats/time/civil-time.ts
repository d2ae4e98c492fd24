import type { EpochSeconds } from '../../core/units.js';
import { daysFromCivil, lastDayOf, NO_TIME } from './timestamp.js';

/** A time that is being put together from what one or several parts of a line say. NaN is what nobody has said. */
export class CivilTime {
  /** when it is said as a whole; all else but the fraction is then of no account */
  epoch: EpochSeconds = Number.NaN;
  year = Number.NaN;
  /** 1-12 */
  month = Number.NaN;
  day = Number.NaN;
  /** 1-366, for those who have no month */
  yearDay = Number.NaN;
  hour = Number.NaN;
  minute = Number.NaN;
  second = Number.NaN;
  /** 0 before noon, 12 after it: the hour is one of twelve. NaN: it is one of twenty-four */
  noon = Number.NaN;
  /** seconds east of Greenwich; UTC when nobody says */
  offset = 0;
  /** nanoseconds */
  fraction = 0;
  /** how many digits of it were written, up to 9 */
  fractionDigits = 0;

  reset(): void {
    this.epoch = Number.NaN;
    this.year = Number.NaN;
    this.month = Number.NaN;
    this.day = Number.NaN;
    this.yearDay = Number.NaN;
    this.hour = Number.NaN;
    this.minute = Number.NaN;
    this.second = Number.NaN;
    this.noon = Number.NaN;
    this.offset = 0;
    this.fraction = 0;
    this.fractionDigits = 0;
  }

  /**
   * The whole second, NO_TIME when something is missing or there is no such time: February 30, an hour of 24. No seconds are
   * 0 seconds, a leap second (:60) is the second after :59.
   */
  toSecond(): EpochSeconds {
    if (!Number.isNaN(this.epoch)) return this.epoch;
    const { year, minute, offset } = this;
    const second = Number.isNaN(this.second) ? 0 : this.second;
    const hour = Number.isNaN(this.noon) ? this.hour : this.hour >= 1 && this.hour <= 12 ? (this.hour % 12) + this.noon : Number.NaN;
    const day = this.dayOfEpoch(year);
    // Comparisons with NaN are false, so each is written as what must hold.
    if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60 && Math.abs(offset) <= 86_400)) return NO_TIME;
    return day * 86_400 + hour * 3600 + minute * 60 + second - offset;
  }

  private dayOfEpoch(year: number): number {
    const { month, day, yearDay } = this;
    if (!(year >= 0)) return Number.NaN;
    if (Number.isNaN(month)) {
      const days = lastDayOf(year, 2) === 29 ? 366 : 365;
      return yearDay >= 1 && yearDay <= days ? daysFromCivil(year, 1, 1) + yearDay - 1 : Number.NaN;
    }
    return month >= 1 && month <= 12 && day >= 1 && day <= lastDayOf(year, month) ? daysFromCivil(year, month, day) : Number.NaN;
  }
}
