import type { Seconds } from '../../core/units.js';
import type { ConnectionsChoice } from '../report-choice.js';
import type { ReportKind, Total } from '../report-kind.js';
import { SecondCounts } from '../traffic/second-counts.js';
import { ConnectionCounter } from './connection-counter.js';
import type { ConnectionsPart } from './connections-part.js';
import type { ConnectionsResult, ConnectionsTimeline } from './connections-result.js';
import { HostTally } from './host-tally.js';

const timelineOf = (seconds: SecondCounts, groupingSeconds: Seconds): ConnectionsTimeline => {
  const { interval, rows } = seconds.timeline(groupingSeconds);
  return { interval, rows: rows.map(({ from, hits }) => ({ from, connections: hits })) };
};

const newTotal = ({ fromHosts, toHosts, groupingSeconds }: ConnectionsChoice): Total<ConnectionsPart, ConnectionsResult> => {
  let from = new HostTally(fromHosts);
  let to = new HostTally(toHosts);
  let seconds = new SecondCounts();
  return {
    merge(part) {
      if (part.seconds !== null) seconds.merge(part.seconds);
      from.add(part.from, part.receivedFrom);
      to.add(part.to, part.connectedTo);
      from.shrink((name) => {
        to.forget(name);
      });
      to.shrink((name) => {
        from.forget(name);
      });
    },
    finish: () => ({
      report: 'connections',
      connectedTo: to.answers().map((answer, n) => ({ host: toHosts[n]!, ...answer })),
      receivedFrom: from.answers().map((answer, n) => ({ host: fromHosts[n]!, ...answer })),
      mostReceived: to.most(),
      mostGenerated: from.most(),
      timeline: groupingSeconds === null ? null : timelineOf(seconds, groupingSeconds),
      error: Math.max(from.error, to.error),
    }),
    clear() {
      from = new HostTally(fromHosts);
      to = new HostTally(toHosts);
      seconds = new SecondCounts();
    },
  };
};

/** Who connected to whom, and who most. */
export const connectionsKind = (choice: ConnectionsChoice): ReportKind<ConnectionsPart, ConnectionsResult> => ({
  name: 'connections',
  newCounter: (seed) => new ConnectionCounter(choice, seed),
  newTotal: () => newTotal(choice),
});
