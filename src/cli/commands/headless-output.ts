import type { MonitorOptions } from '../options.js';
import type { Shell } from '../shell.js';
import type { Output } from './output.js';
import type { Stop } from './stop.js';

/** Text or JSON on stdout. */
export const createHeadlessOutput = async (options: MonitorOptions, shell: Shell, stop: Stop, color: boolean): Promise<Output> => {
  const { createWriter } = await import('../../headless/writer.js');
  const out = createWriter(shell.stdout, { name: 'stdout', onClosed: stop.request });
  const silence = { mergeSilence: options.once };
  const isText = options.output === 'text';
  const view = isText
    ? (await import('../../headless/text-view.js')).createTextView(out, { color, ...silence })
    : (await import('../../headless/json-view.js')).createJsonView(out, createWriter(shell.stderr, { name: 'stderr' }), silence);
  const seconds = (): number => Math.floor(shell.now() / 1000);
  const monitor = (message: string): void => {
    view.monitor(seconds(), message);
  };
  return {
    isDashboard: false,
    get closed() {
      return out.closed;
    },
    event: (event) => {
      view.event(event);
    },
    monitor,
    notice: monitor,
    open: () => view.flush(),
    refresh: () => view.flush(),
    linger: () => Promise.resolve(),
    close: async ({ monitor: core }, gates, exitCode) => {
      const summary = isText && !options.once ? null : core.summary(seconds());
      view.summary(summary, gates, exitCode);
      if (isText) monitor('Shut down');
      await view.flush();
      if (!isText) {
        monitor('Shut down');
        await view.flush();
      }
    },
  };
};
