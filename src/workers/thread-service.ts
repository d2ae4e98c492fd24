import { UserError } from '../core/user-error.js';
import type { FileSystem } from '../sources/file-system.js';
import { realFileSystem } from '../sources/file-system.js';
import type { Reading } from './report-request.js';
import { SharedSigns, TaskClaims } from './shared-signs.js';
import { TaskReader } from './task-reader.js';
import type { FromThread, OwnerPort, ToThread } from './thread-messages.js';

type PassMessage = Extract<ToThread, { type: 'pass' }>;

/** Helps the owner of a thread: reads tasks that nobody has taken, pass after pass, until the thread is ended. */
export const serveReport = (port: OwnerPort, reading: Reading<unknown>, files: FileSystem = realFileSystem): void => {
  let wake = (): void => undefined;
  let reader: TaskReader | null = null;
  let work = Promise.resolve();
  const post = (message: FromThread, transfer: readonly ArrayBuffer[] = []): void => {
    port.postMessage(message, transfer);
  };

  const newReader = ({ settings, signs, thread }: PassMessage): TaskReader =>
    new TaskReader({
      reading,
      settings,
      files,
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
  };

  port.onMessage((message) => {
    if (message.type === 'look') wake();
    else {
      work = work
        .then(() => run(message))
        .catch((error: unknown) => {
          post(error instanceof UserError ? { type: 'mistake', message: error.message, hint: error.hint } : { type: 'failed', error });
        });
    }
  });
};
