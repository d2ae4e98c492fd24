import { describe, expect, it } from 'vitest';
import { hasTmux, openTerminal } from './tmux.js';

describe.skipIf(!hasTmux)('a terminal in tmux', () => {
  it('shows what a program prints, at the size that it is told', async () => {
    const terminal = await openTerminal({ columns: 100, rows: 20 });
    try {
      await terminal.type('stty size; echo a"b"c');
      await terminal.press('Enter');
      await terminal.waitFor('20 100');
      await terminal.waitFor(/^abc$/m);
      await terminal.resize({ columns: 60, rows: 15 });
      await terminal.type('stty size');
      await terminal.press('Enter');
      await terminal.waitFor('15 60');
      expect(await terminal.screen()).toHaveLength(15);
      expect(await terminal.query('#{alternate_on}')).toBe('0');
    } finally {
      await terminal.close();
    }
  });
});
