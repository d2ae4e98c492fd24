import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faulty, setUp } from './followed-log.js';
import { ServerLog } from './log-directory.js';

describe('a log in a directory that is a symbolic link', () => {
  it('is not read together with older ones when the link is switched, though the directory cannot be listed at once', () => {
    const log = new ServerLog();
    const [one, two, link] = [log.in('one'), log.in('two'), log.in('link')];
    for (const directory of [one, two]) mkdirSync(directory);
    writeFileSync(join(one, 'access.log'), '');
    writeFileSync(join(two, 'access.log'), 'new\n');
    writeFileSync(join(two, 'access.log.1'), 'old\n');
    symlinkSync(one, link);
    const { files, faults } = faulty();
    const { look, sink } = setUp({ path: join(link, 'access.log'), files }, log);
    look();
    symlinkSync(two, `${link}.next`);
    renameSync(`${link}.next`, link);
    faults.list = 'EMFILE';
    look();
    faults.list = null;
    look();
    expect(sink.read).toEqual(['new']);
  });
});
