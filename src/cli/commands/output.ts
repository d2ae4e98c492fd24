import type { Engine } from '../../app/engine.js';
import type { GateResult } from '../../core/gate.js';
import type { MonitorEvent } from '../../core/report.js';
import type { MonitorOptions } from '../options.js';
import type { Shell } from '../shell.js';
import type { Stop } from './stop.js';

/** How a run is shown: one of the views, with what the run asks of it. */
export interface Output {
  /** a person looks at it, with raw lines and windows of his choice */
  readonly isDashboard: boolean;
  /** its reader has gone: nothing is judged any more */
  readonly closed: boolean;
  event: (event: MonitorEvent) => void;
  /** A line of the monitor's about itself. */
  monitor: (message: string) => void;
  /** The run begins. `isReplay` as long as a log is read by its own time. */
  open(engine: Engine, mode: { isReplay: boolean; hasEnded(): boolean }): Promise<void>;
  /** A second is over, or a block was read: show what is new. Resolves when the reader is ready for more. */
  refresh(): Promise<void>;
  /** The source has ended. Resolves when the user has seen enough. */
  linger(): Promise<void>;
  /** The run is over. */
  close(engine: Engine, gates: readonly GateResult[], exitCode: number): Promise<void>;
}

const isDumb = (shell: Shell): boolean => !shell.stdout.isTTY || shell.env['TERM'] === 'dumb';

const wantsColor = ({ color }: MonitorOptions, shell: Shell): boolean => {
  const noColor = shell.env['NO_COLOR'];
  if (noColor !== undefined && noColor !== '') return false;
  return color === 'always' || (color === 'auto' && !isDumb(shell));
};

const createHeadlessOutput = async (options: MonitorOptions, shell: Shell, stop: Stop): Promise<Output> => {
  const { createWriter } = await import('../../headless/writer.js');
  const out = createWriter(shell.stdout, { name: 'stdout', onClosed: stop.request });
  const silence = { mergeSilence: options.once };
  const isText = options.output === 'text';
  const view = isText
    ? (await import('../../headless/text-view.js')).createTextView(out, { color: wantsColor(options, shell), ...silence })
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

const createDashboardOutput = (options: MonitorOptions, shell: Shell, stop: Stop, readsStdin: boolean): Output => {
  let draw = (): void => undefined;
  let dispose = (): void => undefined;
  return {
    isDashboard: true,
    closed: false,
    event: () => undefined,
    monitor: () => undefined,
    open: async (engine, mode) => {
      const [{ openDashboard }, { openKeys }] = await Promise.all([
        import('../../tui/blessed/dashboard.js'),
        import('../keys.js'),
      ]);
      const dashboard = openDashboard({
        input: openKeys(shell, readsStdin),
        output: shell.stdout,
        feed: engine,
        color: wantsColor(options, shell),
        mode: () => (mode.hasEnded() ? 'ended' : mode.isReplay ? 'replay' : 'live'),
        onQuit: stop.request,
      });
      draw = () => {
        dashboard.tick();
      };
      dispose = () => {
        dashboard.dispose();
      };
      shell.onDispose(dispose);
    },
    refresh: () => {
      draw();
      return Promise.resolve();
    },
    linger: () => {
      draw();
      return stop.promise;
    },
    close: () => {
      dispose();
      return Promise.resolve();
    },
  };
};

/** The dashboard where there is a terminal for it and nobody asked for text; else text or JSON. */
export const createOutput = (options: MonitorOptions, shell: Shell, stop: Stop, readsStdin: boolean): Promise<Output> =>
  options.headless || isDumb(shell)
    ? createHeadlessOutput(options, shell, stop)
    : Promise.resolve(createDashboardOutput(options, shell, stop, readsStdin));
