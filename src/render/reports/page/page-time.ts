import type { EpochMs, EpochSeconds } from '../../../core/units.js';
import { formatInstantMs } from '../../time-text.js';
import { escaped } from './html.js';
import type { Html } from './html.js';

/** An instant as a page shows it: without its zone, which the page names once for all. */
export const pageTimeMs = (at: EpochMs): Html => escaped(formatInstantMs(at).replace('+00:00', ''));

export const pageTime = (at: EpochSeconds): Html => pageTimeMs(at * 1000);
