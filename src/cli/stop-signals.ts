const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * One key or one closed window can be told twice: `npm start` passes the terminal's Ctrl-C on to a child that had it from
 * the terminal already, and a shell that hangs up tells its jobs before the kernel does. Milliseconds.
 */
const ECHO = 100;

/**
 * Listens to the signals that end a program: `first` is called for the first one, `second` for the one that shows that
 * the user is tired of waiting.
 */
export const onStopSignals = (monotonic: () => number, first: (signal: NodeJS.Signals) => void, second: () => void): void => {
  let stopping: { signal: NodeJS.Signals; at: number } | null = null;
  const listener = (signal: NodeJS.Signals): void => {
    if (stopping === null) {
      stopping = { signal, at: monotonic() };
      first(signal);
      return;
    }
    const isEcho = signal !== 'SIGTERM' && signal === stopping.signal && monotonic() - stopping.at < ECHO;
    if (!isEcho) second();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
};
