import { describe, expect, it } from 'vitest';
import { noPartLines } from '../../src/app/part-lines.js';
import { GONE } from '../../src/core/source-book.js';
import { SourceAccounts } from '../../src/workers/source-accounts.js';

const lines = (accepted: number) => ({ ...noPartLines(), accepted, format: 'combined' });

describe('the account of logs that leave', () => {
  it('goes on when they come back', () => {
    const accounts = new SourceAccounts(['a', 'b']);
    accounts.add(0, lines(1));
    accounts.leave(0);
    const source = accounts.join('a');
    accounts.add(source, lines(2));
    expect(accounts.sources).toMatchObject([{ path: 'a', read: 3 }, { path: 'b', read: 0 }]);
  });

  it('is told as one of those that left longest ago, when they are many', () => {
    const accounts = new SourceAccounts(['stays']);
    for (let n = 0; n < 3000; n += 1) {
      const source = accounts.join(`/log-${String(n)}`);
      accounts.add(source, lines(2));
      accounts.leave(source);
    }
    const { sources } = accounts;
    expect(sources).toHaveLength(1002);
    expect(sources[1]).toMatchObject({ path: '/log-2000', format: 'combined', read: 2 });
    expect(sources.at(-1)).toMatchObject({ path: GONE, format: null, read: 4000 });
    expect(accounts.all.lines.read).toBe(6000);
    const back = accounts.join('/log-0');
    accounts.add(back, lines(1));
    expect(accounts.all.lines.read).toBe(6001);
  });
});
