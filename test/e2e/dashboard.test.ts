import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAIN } from '../support/program.js';
import { hasTmux, openTerminal } from './tmux.js';
import type { Terminal, TerminalSize } from './tmux.js';

const LARGE: TerminalSize = { columns: 120, rows: 40 };

const line = (path: string, status = 200): string => {
  const now = new Date();
  const month = now.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
  const day = String(now.getUTCDate()).padStart(2, '0');
  const at = `${day}/${month}/${now.getUTCFullYear()}:${now.toISOString().slice(11, 19)} +0000`;
  return `192.0.2.1 - - [${at}] "GET ${path} HTTP/1.1" ${status} 512 "-" "test"\n`;
};

/** A dashboard over `access.log` in a terminal, started from its shell. */
interface Session {
  terminal: Terminal;
  /** what the dashboard runs over */
  log: string;
  signal: (name: NodeJS.Signals) => void;
}

/** What a shell shows of its terminal: where anything that a dashboard changes would be seen. */
const MODES = '#{alternate_on} #{cursor_flag} #{keypad_flag} #{keypad_cursor_flag} #{mouse_any_flag} #{wrap_flag} #{origin_flag}';

/** What was typed ahead may have the shell's prompt in front of what it writes. */
const SHELLS_SCREEN = /^(?:\S* )?the shell's screen$/m;

const withDashboard = async (
  args: string,
  use: (session: Session) => Promise<void>,
  { size = LARGE, node = '' }: { size?: TerminalSize; node?: string } = {},
): Promise<void> => {
  const terminal = await openTerminal(size);
  const log = join(terminal.directory, 'access.log');
  writeFileSync(log, line('/before'));
  const pidFile = join(terminal.directory, 'pid');
  // In two parts, so that the command itself does not look like its output.
  await terminal.type('stty -a >before; echo the shell"\'"s screen');
  await terminal.press('Enter');
  await terminal.waitFor(SHELLS_SCREEN);
  await terminal.type(
    `sh -c 'echo $$ >pid; exec ${process.execPath} ${node} ${MAIN} ${args}' 2>errors; echo ended" with "$?; stty -a >after`,
  );
  await terminal.press('Enter');
  try {
    await use({
      terminal,
      log,
      signal: (name) => {
        process.kill(Number(readFileSync(pidFile, 'utf8')), name);
      },
    });
  } finally {
    await terminal.close();
  }
};

const started = async (terminal: Terminal): Promise<void> => {
  await terminal.waitFor(/Sections/i);
  expect(await terminal.query('#{alternate_on}')).toBe('1');
};

const expectWhole = async (terminal: Terminal, exit: number): Promise<void> => {
  const screen = await terminal.waitFor(new RegExp(`^ended with ${exit}$`, 'm'));
  expect(screen).toMatch(SHELLS_SCREEN);
  await terminal.type('echo typed"" on');
  await terminal.press('Enter');
  // Typed before the shell's prompt, it stands behind it.
  const after = await terminal.waitFor(/^(?:# )?typed on$/m);
  expect(after, 'what is typed is shown').toContain('echo typed"" on');
  expect(await terminal.query(MODES)).toBe('0 1 0 0 0 1 0');
  expect(readFileSync(join(terminal.directory, 'after'), 'utf8')).toBe(
    readFileSync(join(terminal.directory, 'before'), 'utf8'),
  );
};

describe.skipIf(!hasTmux)('the dashboard in a terminal', () => {
  it.each([
    ['q', 'q'],
    ['Ctrl-C', 'C-c'],
  ])('leaves the terminal whole after %s', async (_, key) => {
    await withDashboard('access.log', async ({ terminal }) => {
      await started(terminal);
      await terminal.press(key);
      await expectWhole(terminal, 0);
      expect(readFileSync(join(terminal.directory, 'errors'), 'utf8')).toBe('');
    });
  });

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('leaves the terminal whole after %s', async (name) => {
    await withDashboard('access.log', async ({ terminal, signal }) => {
      await started(terminal);
      signal(name);
      await expectWhole(terminal, 0);
      expect(readFileSync(join(terminal.directory, 'errors'), 'utf8')).toBe('');
    });
  });

  it('leaves the terminal whole after an error of its own, which it shows then', async () => {
    const bomb = 'process.once("SIGUSR2",()=>{throw(new(Error)("a/bug"))})';
    await withDashboard(
      'access.log',
      async ({ terminal, signal }) => {
        await started(terminal);
        signal('SIGUSR2');
        await expectWhole(terminal, 70);
        expect(readFileSync(join(terminal.directory, 'errors'), 'utf8')).toContain('a/bug');
      },
      { node: `--import "data:text/javascript,${encodeURIComponent(bomb)}"` },
    );
  });

  it('shows what is appended to the log', async () => {
    await withDashboard('access.log', async ({ terminal, log }) => {
      await started(terminal);
      appendFileSync(log, line('/pizza/margherita').repeat(12) + line('/salad/greek', 404).repeat(3));
      await terminal.waitFor(/pizza +12\b/);
      const screen = await terminal.waitFor(/404 +GET +\/salad\/greek +3\b/);
      expect(screen).not.toContain('before');
    });
  });

  it('tells of an alert, and of its end', async () => {
    await withDashboard('access.log --alert-threshold=2 --alert-window=3', async ({ terminal, log }) => {
      await started(terminal);
      appendFileSync(log, line('/pizza').repeat(30));
      await terminal.waitFor('#1 TRIGGERED');
      await terminal.waitFor('#1 RESOLVED');
    });
  });

  it('answers keys', async () => {
    await withDashboard('access.log', async ({ terminal, log }) => {
      await started(terminal);
      await terminal.press('?');
      await terminal.waitFor(/Shift-Tab/);
      await terminal.press('Escape');
      await terminal.waitFor((screen) => !screen.includes('Shift-Tab'));
      await terminal.press('Space');
      await terminal.waitFor('PAUSED');
      appendFileSync(log, line('/later').repeat(7));
      await terminal.waitFor('PAUSED +7');
      await terminal.press('Space');
      await terminal.waitFor(/later +7\b/);
    });
  });

  it('filters what it shows, also what came before and stands in a rotated file by now', async () => {
    await withDashboard('access.log', async ({ terminal, log }) => {
      await started(terminal);
      appendFileSync(log, line('/pizza').repeat(12) + line('/salad', 503).repeat(3));
      await terminal.waitFor(/pizza +12\b/);
      renameSync(log, `${log}.1`);
      writeFileSync(log, line('/salad', 500).repeat(2));
      await terminal.waitFor(/salad +5\b/);
      await terminal.type('/status:>=500');
      await terminal.press('Enter');
      const screen = await terminal.waitFor(/matching 5 of 17 .*shown since/);
      expect(screen).not.toContain('pizza');
      expect(screen).toContain('lines read 17');
      appendFileSync(log, line('/soup', 502) + line('/pizza'));
      await terminal.waitFor(/matching 6 of 19 /);
      await terminal.press('Escape');
      await terminal.waitFor((shown) => !shown.includes('FILTER') && /pizza +1?\d\b/.test(shown));
    });
  });

  it('filters what came over stdin', async () => {
    await withDashboard('- <access.log', async ({ terminal }) => {
      await terminal.waitFor(/before +1\b/);
      await terminal.type('/before');
      await terminal.press('Enter');
      await terminal.waitFor(/matching 1 of 1 /);
    });
  });

  it('lays itself out anew when the terminal changes its size', async () => {
    await withDashboard('access.log', async ({ terminal }) => {
      await started(terminal);
      for (const size of [{ columns: 80, rows: 24 }, { columns: 160, rows: 50 }, LARGE]) {
        await terminal.resize(size);
        await terminal.waitFor((screen) => {
          const rows = screen.split('\n');
          const widest = Math.max(...rows.map((row) => row.length));
          return rows.length === size.rows && widest <= size.columns && widest > size.columns - 4 && /Sections/i.test(screen);
        });
      }
      await terminal.resize({ columns: 38, rows: 9 });
      await terminal.waitFor((screen) => screen.split('\n').filter((row) => row.trim() !== '').length === 1);
    });
  });

  it('takes its keys from the terminal when stdin is a log', async () => {
    await withDashboard('- <access.log', async ({ terminal }) => {
      await terminal.waitFor(/before +1\b/);
      await terminal.press('q');
      await expectWhole(terminal, 0);
    });
  });

  it('plays the demo', async () => {
    await withDashboard('--demo', async ({ terminal }) => {
      await started(terminal);
      await terminal.waitFor(/\d\.\d\/s/);
      await terminal.press('q');
      await expectWhole(terminal, 0);
    });
  });

  it('tells of a state that cannot be used, until the next key', async () => {
    const kept = mkdtempSync(join(tmpdir(), 'alm-kept-'));
    writeFileSync(join(kept, 'state'), 'no state');
    try {
      await withDashboard(`--state ${kept} access.log`, async ({ terminal }) => {
        await terminal.waitFor(/State: .*state cannot be used/);
        await terminal.press('Tab');
        await terminal.waitFor(/q quit/);
        await terminal.press('q');
        await terminal.waitFor(/^ended with 0$/m); // it writes to the directory until then
      });
    } finally {
      rmSync(kept, { recursive: true, force: true, maxRetries: 20 });
    }
  });
});
