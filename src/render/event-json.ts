import type { AlertTransition } from '../core/alert/alert.js';
import type { SourceEvent } from '../core/report.js';
import { formatIso } from './time-text.js';

/** `{"type":"alert",...}`: a transition, with the alert that it belongs to. */
export const alertJson = ({ state, at, value, alert }: AlertTransition) => ({
  type: 'alert',
  id: alert.id,
  rule: alert.rule,
  state,
  at: formatIso(at),
  value,
  threshold: alert.threshold,
  triggeredAt: formatIso(alert.triggeredAt),
});

/** `{"type":"source",...}`; `detail` is a sentence, of `format` the format's name, or null. */
export const sourceEventJson = ({ event, path, at, detail, missingBytes }: SourceEvent) => ({
  type: 'source',
  event,
  path,
  at: formatIso(at),
  detail,
  ...(missingBytes === undefined ? {} : { missingBytes }),
});
