import type { ConnectionsChoice } from '../report-choice.js';
import type { ReportKind, Total } from '../report-kind.js';
import { ConnectionCounter } from './connection-counter.js';
import type { ConnectionsPart } from './connections-part.js';
import type { ConnectionsResult } from './connections-result.js';
import { HostTally } from './host-tally.js';

const newTotal = ({ fromHosts, toHosts }: ConnectionsChoice): Total<ConnectionsPart, ConnectionsResult> => {
  const from = new HostTally(fromHosts);
  const to = new HostTally(toHosts);
  return {
    merge(part) {
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
      error: Math.max(from.error, to.error),
    }),
  };
};

/** Who connected to whom, and who most. */
export const connectionsKind = (choice: ConnectionsChoice): ReportKind<ConnectionsPart, ConnectionsResult> => ({
  name: 'connections',
  newCounter: (seed) => new ConnectionCounter(choice, seed),
  newTotal: () => newTotal(choice),
});
