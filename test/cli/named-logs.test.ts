import { describe, expect, it } from 'vitest';
import { findNamedLogs } from '../../src/cli/commands/named-logs.js';
import { parseOptions } from '../../src/cli/options.js';
import { UserError } from '../../src/core/user-error.js';

const find = (mode: string, files: string[]) => {
  const request = parseOptions([mode]);
  if (request.kind !== 'monitor') throw new Error('it asks for a run');
  return findNamedLogs({ ...request.options, files });
};

const names = (count: number): string[] => Array.from({ length: count }, (_, n) => `/missing/${String(n)}.log`);

describe('the logs that are named', () => {
  it.each(['--once', '--headless'])('may be as many as there are numbers for, and no more: %s', async (mode) => {
    expect((await find(mode, names(60_000))).paths).toHaveLength(60_000);
    const refusal = find(mode, names(60_001));
    await expect(refusal).rejects.toBeInstanceOf(UserError);
    await expect(refusal).rejects.toThrow('60001 logs');
    // It is told by several commands.
    await expect(refusal).rejects.toMatchObject({ hint: expect.not.stringContaining('access-log-monitor') as unknown });
  });
});
