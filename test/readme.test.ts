import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { OPTIONS } from '../src/cli/option-table.js';
import { createPlayground, hasTool } from './support/playground.js';
import { readCommands } from './support/readme.js';

/** Commands that no test can run, and why. */
const NOT_RUN: readonly (readonly [RegExp, string])[] = [
  [/^docker\b/, 'needs a container engine'],
  [/^(?:sudo|systemctl|journalctl|ssh|kubectl)\b/, 'needs another machine, or to be root on this one'],
  [/^git clone\b/, 'needs the network'],
  [/^(?:access-log-monitor|alm)$/, 'takes whatever log this machine has'],
  [/^npm (?:ci|install|i|link|test|run)\b/, 'is what runs this test, or changes what it runs on'],
];

/** Tools that the README uses and that not every machine has. */
const TOOLS = ['jq', 'zcat', 'sqlite3'] as const;

const whyNotRun = (command: string): string | null => {
  const missing = TOOLS.find((tool) => new RegExp(`(?:^|[|;&] *)${tool}\\b`).test(command) && !hasTool(tool));
  if (missing !== undefined) return `needs ${missing}`;
  return NOT_RUN.find(([pattern]) => pattern.test(command))?.[1] ?? null;
};

const README = fileURLToPath(new URL('../README.md', import.meta.url));

describe('the README', () => {
  const commands = readCommands(README);
  const playground = createPlayground();
  afterAll(() => {
    playground.close();
  });

  it('has commands', () => {
    expect(commands.length).toBeGreaterThan(3);
  });

  it.each(OPTIONS.map((option) => option.name))('tells of --%s', (name) => {
    expect(readFileSync(README, 'utf8')).toContain(`--${name}`);
  });

  it.for(commands)('line $line: $text', async ({ text }, context) => {
    const reason = whyNotRun(text);
    if (reason !== null) context.skip(reason);
    const { exit, stdout, stderr } = await playground.run(text);
    const exits = text.includes('--fail-on') ? [0, 1] : [0];
    expect(exits, `${stdout}\n${stderr}`).toContain(exit);
    expect(`${stdout}${stderr}`).not.toBe('');
  });
});
