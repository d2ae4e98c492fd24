#!/usr/bin/env node
import { fstatSync } from 'node:fs';
import { flush } from './cli/flush.js';
import { writeMessage } from './cli/message.js';
import { parseOptions } from './cli/options.js';
import type { Shell } from './cli/shell.js';
import { onStopSignals } from './cli/stop-signals.js';
import { UserError } from './core/user-error.js';

const FINE = 0;
const USAGE = 2;
const BUG = 70;
const SECOND_SIGNAL = 130;

const monotonic = (): number => performance.now();

let stopping: NodeJS.Signals | null = null;
const stopHandlers: ((signal: NodeJS.Signals) => void)[] = [];
const disposeHandlers: (() => void)[] = [];

const dispose = (): void => {
  for (let handler = disposeHandlers.pop(); handler !== undefined; handler = disposeHandlers.pop()) {
    try {
      handler();
    } catch {
      // The other handlers and the message that is about to be printed matter more.
    }
  }
};

const leaveNow = (code: number): never => {
  dispose();
  process.exit(code);
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
};

/** Node makes an empty stream of a directory; reading one is an error. */
const openStdin = (): NodeJS.ReadStream => {
  const { stdin } = process;
  if (fstatSync(stdin.fd).isDirectory() && !stdin.destroyed) {
    stdin.on('error', () => undefined); // whoever reads it is told
    stdin.destroy(Object.assign(new Error('EISDIR: illegal operation on a directory, read'), { code: 'EISDIR', syscall: 'read' }));
  }
  return stdin;
};

const shell: Shell = {
  env: process.env,
  get stdin() {
    return openStdin();
  },
  get stdout() {
    return process.stdout;
  },
  get stderr() {
    return process.stderr;
  },
  pid: process.pid,
  isRunning,
  now: () => Date.now(),
  monotonic,
  onStop: (handler) => {
    const signal = stopping;
    if (signal === null) stopHandlers.push(handler);
    else queueMicrotask(() => { handler(signal); });
  },
  onDispose: (handler) => {
    disposeHandlers.push(handler);
  },
};

/** Tells what went wrong on stderr, after the terminal has been restored; gives the exit code. */
const tellNow = async (error: unknown): Promise<number> => {
  dispose();
  const { printable, printableLines, printed } = await import('./render/printable.js');
  if (error instanceof UserError) {
    const hint = error.hint === null ? printed`` : printed`  ${printable(error.hint)}\n`;
    const { excerptText } = await import('./render/excerpt-text.js');
    const excerpt = error.place === null ? printed`` : excerptText(error.place.text, error.place.at);
    writeMessage(process.stderr, printed`access-log-monitor: ${printable(error.message)}\n${excerpt}${hint}`);
    return USAGE;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  writeMessage(process.stderr, printed`access-log-monitor: this is a bug, please report it\n${printableLines(text)}\n`);
  return BUG;
};

/** The first error ends the run: what follows from it is not told. */
let telling: Promise<number> | null = null;
const tell = (error: unknown): Promise<number> => (telling ??= tellNow(error));

const leave = async (code: number): Promise<never> => {
  dispose();
  await flush([process.stdout, process.stderr], () => stopping !== null);
  return leaveNow(code);
};

/** A reader that went away is a normal end, whatever was still to be judged. Any other trouble is the user's to mend. */
const onStdoutError = (error: NodeJS.ErrnoException): void => {
  const isClosed = error.code === 'EPIPE' || error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_DESTROYED';
  // A terminal that is gone answers EIO. After its SIGHUP the orderly end goes on; nobody sees what it prints.
  if (error.code === 'EIO' && stopping !== null) return;
  if (isClosed || error.code === 'EIO') leaveNow(FINE);
  void tell(new UserError(`stdout: ${error.message}`)).then(leaveNow);
};

const readVersion = async (): Promise<string> => {
  const { readFile } = await import('node:fs/promises');
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
};

/** The usage text of a command, or of the monitor. */
const readUsage = (of: 'convert' | 'generate' | 'report' | undefined): Promise<{ usage: () => string }> => {
  switch (of) {
    case 'convert':
      return import('./cli/convert-usage.js');
    case 'generate':
      return import('./cli/generate-usage.js');
    case 'report':
      return import('./cli/report-usage.js');
    case undefined:
      return import('./cli/usage.js');
  }
};

const run = async (argv: readonly string[]): Promise<number> => {
  const request = parseOptions(argv);
  const { printableLines } = await import('./render/printable.js');
  switch (request.kind) {
    case 'help': {
      const { usage } = await readUsage(request.of);
      writeMessage(process.stdout, printableLines(usage()));
      return FINE;
    }
    case 'version':
      writeMessage(process.stdout, printableLines(`${await readVersion()}\n`));
      return FINE;
    case 'formats': {
      const { runFormats } = await import('./cli/commands/formats.js');
      return runFormats(request.options, shell);
    }
    case 'convert': {
      const { runConvert } = await import('./cli/commands/convert.js');
      return runConvert(request.options, shell);
    }
    case 'generate': {
      const { runGenerate } = await import('./cli/commands/generate.js');
      return runGenerate(request.options, shell);
    }
    case 'report': {
      const { keepYoungGenerationSmall } = await import('./cli/young-generation.js');
      keepYoungGenerationSmall();
      const { runReport } = await import('./cli/commands/report.js');
      return runReport(request.options, shell);
    }
    case 'monitor': {
      const { runMonitor } = await import('./cli/commands/monitor.js');
      return runMonitor(request.options, shell);
    }
  }
};

const onUnexpected = (error: unknown): void => {
  void tell(error).then(leave);
};

process.on('uncaughtException', onUnexpected);
process.on('unhandledRejection', onUnexpected);
process.on('exit', dispose);
process.stdout.on('error', onStdoutError);
process.stderr.on('error', () => undefined);
onStopSignals(
  monotonic,
  (signal) => {
    stopping = signal;
    for (const handler of stopHandlers.splice(0)) handler(signal);
  },
  () => leaveNow(SECOND_SIGNAL),
);

run(process.argv.slice(2)).catch(tell).then(leave, onUnexpected);
