/** How long a reader may take nothing before it is given up, once the user has asked for the end; milliseconds. */
const PATIENCE = 2_000;

/**
 * Waits until all that was written to the streams has been taken; pipes are written in the background, and leaving before
 * would lose their last lines. A slow reader is waited for. One that takes nothing is given up when `hurried` says so.
 * Never rejects.
 */
export const flush = async (streams: readonly NodeJS.WriteStream[], hurried: () => boolean): Promise<void> => {
  const waiting = (): number => streams.reduce((sum, stream) => sum + (stream.destroyed ? 0 : stream.writableLength), 0);
  const written = Promise.all(
    streams.map(
      (stream) =>
        new Promise<void>((resolve) => {
          // Writing nothing to a full disk is an error of its own.
          if (stream.writableLength === 0) resolve();
          else {
            stream.write('', () => {
              resolve();
            });
          }
        }),
    ),
  );
  let timer: NodeJS.Timeout | undefined;
  const givenUp = new Promise<void>((resolve) => {
    let before = waiting();
    let idle = 0;
    timer = setInterval(() => {
      const now = waiting();
      idle = now < before || !hurried() ? 0 : idle + 100;
      before = now;
      if (idle >= PATIENCE) resolve();
    }, 100);
  });
  await Promise.race([written, givenUp]);
  clearInterval(timer);
  // A write that failed is told to its stream a turn later.
  await new Promise((resolve) => setImmediate(resolve));
};
