import type { TopKeys } from '../../core/report.js';
import type { Span } from '../../core/snapshot.js';
import { formatCount } from '../../render/numbers.js';
import { distinctKeys } from '../list-keys.js';
import { spanText } from './span-text.js';

/** The key of the row of what is in no other; a host or a failing request is never empty. */
export const REST_KEY = '';

/** The keys of a list's rows: those of the top, and one for the rest where there is any. */
export const keysOf = ({ top, rest }: TopKeys): string[] => [...distinctKeys(top.map(({ key }) => key)), ...(rest > 0 ? [REST_KEY] : [])];

/** The window, and how far the counts may be off when they are not exact: `last 10 s, ±3`. */
export const topNote = ({ error }: TopKeys, span: Span): string =>
  error > 0 ? `${spanText(span)}, ±${formatCount(error)}` : spanText(span);
