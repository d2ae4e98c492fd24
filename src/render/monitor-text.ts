import type { SourceEvent, SourceEventName } from '../core/report.js';
import type { EpochSeconds } from '../core/units.js';
import type { TextOptions } from './alert-text.js';
import { paintOf } from './paint.js';
import { printable, printed } from './printable.js';
import type { Printable } from './printable.js';
import { taggedTime } from './text-block.js';

/** `[2018-11-22 17:57:22+00:00] [MONITOR] Starting..` */
export const formatMonitorLine = (at: EpochSeconds, message: string, { color }: TextOptions): Printable =>
  printed`${taggedTime(at, 'MONITOR', paintOf(color))} ${printable(message)}`;

const EVENT_TEXTS: Readonly<Record<SourceEventName, string>> = {
  opened: 'reading',
  format: 'format',
  missing: 'missing',
  returned: 'can be read again',
  rotated: 'rotated',
  replaced: 'replaced',
  truncated: 'truncated',
  drained: 'drained',
  resumed: 'resumed',
  duplicate: 'read already',
  unreadable: 'cannot be read',
  'line-too-long': 'line too long',
  'no-field': 'no such field',
  joined: 'joined',
  left: 'left',
  damaged: 'damaged',
  ended: 'ended',
};

const TROUBLES: ReadonlySet<SourceEventName> = new Set(['missing', 'unreadable'] as const);

/** How a source is named to people. */
export const sourceName = (path: string): Printable => printable(path === '-' ? 'stdin' : path);

/** `[…] [MONITOR] /var/log/nginx/access.log: rotated (another file stands at the name)` */
export const formatSourceEvent = ({ at, path, event, detail }: SourceEvent, { color }: TextOptions): Printable => {
  const paint = paintOf(color);
  const text = printable(EVENT_TEXTS[event]);
  const more = detail === null ? printed`` : event === 'format' ? printed` ${printable(detail)}` : printed` (${printable(detail)})`;
  const what = TROUBLES.has(event) ? paint.alarm(text) : text;
  return printed`${taggedTime(at, 'MONITOR', paint)} ${sourceName(path)}: ${what}${more}`;
};
