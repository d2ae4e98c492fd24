import { appendFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNotify } from '../../src/sources/following/change-notifier.js';
import { logDirectory } from './log-directory.js';

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
};

const folder = (names: readonly string[]) => {
  const { path, remove } = logDirectory();
  onTestFinished(remove);
  for (const name of names) writeFileSync(path(name), '');
  const told: Record<string, number> = {};
  const notify = createNotify();
  const listen = (name: string) => {
    const notifier = notify(path(name), () => {
      told[name] = (told[name] ?? 0) + 1;
    });
    onTestFinished(() => {
      notifier.close();
    });
    return notifier;
  };
  return { path, told, listen };
};

/** How many files and folders this process watches, by the system's own account. */
const watches = (): number =>
  readdirSync('/proc/self/fdinfo')
    .map((descriptor) => {
      try {
        return readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8').match(/^inotify /gm)?.length ?? 0;
      } catch {
        return 0;
      }
    })
    .reduce((sum, count) => sum + count, 0);

describe.skipIf(process.platform !== 'linux')('listening for changes', () => {
  it('tells of a file that changes, comes or goes, and of no other', async () => {
    const { path, told, listen } = folder(['a', 'b', 'c']);
    for (const name of ['a', 'b', 'c', 'later']) listen(name);
    appendFileSync(path('a'), 'x');
    await until(() => told['a'] !== undefined);
    renameSync(path('b'), path('elsewhere'));
    await until(() => told['b'] !== undefined);
    writeFileSync(path('later'), '');
    await until(() => told['later'] !== undefined);
    expect(told['c']).toBeUndefined();
  });

  it('watches a folder once for all files in it, and gives all watches back', async () => {
    const names = Array.from({ length: 30 }, (_, n) => String(n));
    const { listen } = folder(names);
    const before = watches();
    const notifiers = names.map(listen);
    expect(watches() - before).toBe(31);
    for (const notifier of notifiers) notifier.close();
    await until(() => watches() === before);
  });

  it('stops listening to a folder in which others are busy, and does so again later', async () => {
    const { path, told, listen } = folder(['a', 'b']);
    listen('absent');
    const before = watches();
    for (let n = 0; n < 100; n += 1) writeFileSync(path(`busy-${String(n)}`), '');
    await until(() => watches() < before);
    listen('b');
    writeFileSync(path('absent'), '');
    await until(() => told['absent'] !== undefined);
  });

  it('is silent about a folder that is not there', () => {
    const { path, listen } = folder([]);
    rmSync(path('.'), { recursive: true });
    expect(() => {
      listen('a').close();
    }).not.toThrow();
  });
});
