import { describe, expect, it } from 'vitest';
import { RecordFault } from '../../src/reports/record-fault.js';
import type { PartTask, RunSettings } from '../../src/workers/part-task.js';
import { SharedSigns, TaskClaims } from '../../src/workers/shared-signs.js';
import { ThreadCrew } from '../../src/workers/thread-crew.js';
import type { FromThread, LentText, Pass, ToThread } from '../../src/workers/thread-messages.js';
import { serveReport } from '../../src/workers/thread-service.js';
import { hitCount } from '../support/hit-count.js';

const SETTINGS: RunSettings = { seed: 1, maxLine: 1000, partSize: 1000, packedPartSize: 1000, readSize: 1000 };

const LINE = '192.0.2.1 - - [17/May/2015:10:00:00 +0000] "GET /a HTTP/1.1" 200 10 "-" "curl/8"\n';

const ofMain: PartTask = { source: 0, path: 'access.log.gz', descriptor: null, identity: null, size: 0, isOfMain: true, isPacked: true, range: null, format: null };

const passOf = (tasks: PartTask[]): Pass => ({ tasks, window: { from: null, to: null }, claims: TaskClaims.for(tasks.length).memory });

const text = (): LentText => {
  const memory = new Uint8Array(Buffer.from(LINE)).buffer;
  return { task: 0, number: 0, text: { memory, length: memory.byteLength, tooLong: 0 }, format: 'combined' };
};

describe('a text that is lent', () => {
  it('goes to no thread that still takes tasks, even if what it said of the pass before comes late', () => {
    let tell: (message: FromThread) => void = () => undefined;
    const newThread = () => ({
      postMessage: () => undefined,
      onMessage: (listener: (message: FromThread) => void) => {
        tell = listener;
      },
      onDeath: () => undefined,
      terminate: () => Promise.resolve(),
    });
    const crew = new ThreadCrew(newThread, SETTINGS, SharedSigns.for(2));
    const begin = (): void => {
      crew.begin(passOf([ofMain]), 1, () => undefined);
    };
    expect(crew.lend(text())).toBeNull();
    begin();
    begin();
    tell({ type: 'idle', number: 1 });
    expect(crew.lend(text())).toBeNull();
    tell({ type: 'idle', number: 2 });
    expect(crew.lend(text())).toBeInstanceOf(ArrayBuffer);
  });

  it('tells the log and the line on which a report of the user failed', async () => {
    const kind = hitCount(false);
    const broken = {
      ...kind,
      newCounter: (seed: number) => ({
        ...kind.newCounter(seed),
        bind: () => new Set<number>(),
        add: () => {
          throw new RecordFault('add failed', 'GET /a');
        },
        addUsual: null,
      }),
    };
    let send: (message: ToThread) => void = () => undefined;
    const told = await new Promise<FromThread>((resolve) => {
      const postMessage = (message: FromThread): void => {
        if (message.type === 'idle') send({ type: 'text', ...text() });
        else resolve(message);
      };
      const onMessage = (listener: typeof send): void => {
        send = listener;
      };
      serveReport({ postMessage, onMessage }, { kind: broken, formatOf: () => null, filter: null });
      send({ type: 'pass', number: 1, pass: passOf([ofMain]), settings: SETTINGS, signs: SharedSigns.for(2).memory, thread: 1 });
    });
    expect(told).toEqual({ type: 'mistake', message: 'add failed', hint: 'on a line of access.log.gz: GET /a' });
  });
});
