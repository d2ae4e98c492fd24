import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasTmux, openTerminal } from '../e2e/tmux.js';
import type { Terminal } from '../e2e/tmux.js';
import { MAIN } from '../support/program.js';
import { ATTACKS, nameOf } from './attacks.js';
import { lineWith, PLACES } from './played-log.js';

const STATE = '#{alternate_on} #{mouse_any_flag} #{wrap_flag} #{origin_flag} #{insert_flag} #{scroll_region_upper} #{scroll_region_lower} #{pane_width} #{pane_height}';

/** Whether the dashboard's title stands on the screen, and each frame to its last column. */
const isWhole = (screen: string): boolean => {
  const rows = screen.split('\n');
  return rows.length === 40 && /LIVE +\d{4}-/.test(rows[0]!) && rows.slice(4, 39).every((row) => /[│╮╯]$/.test(row));
};

/** A terminal whose folder holds logs named by attacks and full of them, and that lets programs write to its clipboard. */
const attacked = async (): Promise<Terminal> => {
  const terminal = await openTerminal({ columns: 120, rows: 40 });
  const lines = ATTACKS.flatMap(({ bytes }) => PLACES.map((place) => Buffer.concat([lineWith(place, bytes), Buffer.from('\n')])));
  ['clipboard is written', 'title is set (OSC 0)', 'cursor moves', 'C1: CSI', 'override', 'flood', 'emoji that are joined', 'markup'].forEach((part, index) => {
    const { bytes } = ATTACKS.find(({ name }) => name.includes(part))!;
    const folder = join(terminal.directory, 'logs', `${index}${nameOf(bytes)}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${nameOf(bytes)}.log`), Buffer.concat([lineWith('agent', Buffer.from('calm')), Buffer.from('\n'), ...lines]));
  });
  await terminal.type('tmux set-option -s set-clipboard on; echo before"" it');
  await terminal.press('Enter');
  await terminal.waitFor(/^before it$/m);
  return terminal;
};

const clipboards = async (terminal: Terminal): Promise<void> => {
  await terminal.type('clear; tmux list-buffers | wc -l | sed s/^/buffers:/');
  await terminal.press('Enter');
  await terminal.waitFor(/^buffers: *0$/m);
};

describe.skipIf(!hasTmux)('in a real terminal', () => {
  it('the dashboard shows attacks, and obeys none', async () => {
    const terminal = await attacked();
    try {
      const title = await terminal.query('#{pane_title}');
      await terminal.type(`${process.execPath} ${MAIN} --from-start logs/*/*; echo ended with $?`);
      await terminal.press('Enter');
      await terminal.waitFor(/8 files: .*\\x1b\]52;c;.*LIVE/);
      for (const keys of [['7', 'f'], ['g'], ['e'], ['PageDown'], ['e', '3'], ['5'], ['6']]) {
        await terminal.press(...keys);
        await terminal.waitFor(isWhole);
      }
      expect(await terminal.query(STATE)).toBe('1 0 1 0 0 0 39 120 40');
      expect(await terminal.query('#{pane_title}')).toBe(title);
      await terminal.press('q');
      await terminal.waitFor(/^ended with 0$/m);
      expect(await terminal.query(STATE)).toBe('0 0 1 0 0 0 39 120 40');
      await clipboards(terminal);
    } finally {
      await terminal.close();
    }
  });

  it.each(['text', 'json'])('%s shows attacks, and obeys none', async (output) => {
    const terminal = await attacked();
    try {
      const title = await terminal.query('#{pane_title}');
      await terminal.type(`${process.execPath} ${MAIN} --once --output ${output} logs/*/* ./nothing; echo ended with $?`);
      await terminal.press('Enter');
      await terminal.waitFor(/^ended with 0$/m);
      expect(await terminal.query(STATE)).toBe('0 0 1 0 0 0 39 120 40');
      expect(await terminal.query('#{pane_title}')).toBe(title);
      await clipboards(terminal);
    } finally {
      await terminal.close();
    }
  });

  it('its witnesses see an attack that is let through', async () => {
    const terminal = await attacked();
    try {
      await terminal.type("printf '\\033]52;c;cm0gLXJm\\007\\033]0;owned\\007\\033[3;5r\\033[?1000h'");
      await terminal.press('Enter');
      // What is printed next tells that all before it was obeyed; in the scroll region it is printed over the screen's top.
      await terminal.type('echo obeyed""');
      await terminal.press('Enter');
      await terminal.waitFor(/^obeyed/m);
      expect(await terminal.query('#{pane_title} #{mouse_any_flag} #{scroll_region_upper} #{buffer_name}')).toMatch(/^owned 1 2 buffer/);
    } finally {
      await terminal.close();
    }
  });
});
