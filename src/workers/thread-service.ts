import { UserError } from '../core/user-error.js';
import { Detector } from '../formats/detection.js';
import type { FileSystem } from '../sources/file-system.js';
import { realFileSystem } from '../sources/file-system.js';
import type { PartTask } from './part-task.js';
import type { Reading } from './report-request.js';
import { SharedSigns, TaskClaims } from './shared-signs.js';
import { TaskReader } from './task-reader.js';
import type { FromThread, LentText, OwnerPort, ToThread } from './thread-messages.js';

type PassMessage = Extract<ToThread, { type: 'pass' }>;

/** Helps the owner of a thread: reads tasks that nobody has taken, pass after pass, until the thread is ended. */
export const serveReport = (port: OwnerPort, reading: Reading<unknown>, files: FileSystem = realFileSystem): void => {
  let wake = (): void => undefined;
  let reader: TaskReader | null = null;
  let work = Promise.resolve();
  let all: readonly PartTask[] = [];
  const post = (message: FromThread, transfer: readonly ArrayBuffer[] = []): void => {
    port.postMessage(message, transfer);
  };

  const newReader = ({ settings, signs, thread }: PassMessage): TaskReader =>
    new TaskReader({
      reading,
      settings,
      files,
      detector: new Detector(),
      signs: new SharedSigns(signs),
      thread,
      onNews: (news) => {
        const { transfer } = news.counted;
        post({ type: 'part', ...news }, transfer);
      },
      onEvent: (source, name, detail) => {
        post({ type: 'event', source, name, detail });
      },
      onRemark: (source, text) => {
        post({ type: 'remark', source, text });
      },
      look: () =>
        new Promise((resolve) => {
          wake = resolve;
        }),
      breathe: null,
      lend: () => null,
      openStream: ({ path }) => {
        throw new Error(`${path} is for the main thread`);
      },
    });

  const run = async (message: PassMessage): Promise<void> => {
    const { tasks, window, claims } = message.pass;
    const taken = new TaskClaims(claims);
    const signs = new SharedSigns(message.signs);
    reader ??= newReader(message);
    reader.begin(window);
    for (const [number, task] of tasks.entries()) {
      if (signs.isStopped) return;
      if (!task.isOfMain && taken.take(number)) await reader.read(number, task);
    }
    all = tasks;
    post({ type: 'idle', number: message.number });
  };

  const count = (lent: LentText): void => {
    const { memory } = lent.text;
    reader!.count(all[lent.task]!, lent);
    post({ type: 'returned', memory }, [memory]);
  };

  port.onMessage((message) => {
    if (message.type === 'look') wake();
    else {
      work = work
        .then(async () => {
          if (message.type === 'text') count(message);
          else await run(message);
        })
        .catch((error: unknown) => {
          post(error instanceof UserError ? { type: 'mistake', message: error.message, hint: error.hint } : { type: 'failed', error });
        });
    }
  });
};
