import type { Shell } from '../shell.js';
import type { Output } from './output.js';
import type { Stop } from './stop.js';

/** The dashboard on the terminal. */
export const createDashboardOutput = (shell: Shell, stop: Stop, readsStdin: boolean, color: boolean): Output => {
  let draw = (): void => undefined;
  let dispose = (): void => undefined;
  let notices: string[] = [];
  let notify = (message: string): void => {
    notices.push(message);
  };
  return {
    isDashboard: true,
    closed: false,
    event: () => undefined,
    monitor: () => undefined,
    notice: (message) => {
      notify(message);
    },
    open: async (engine, mode) => {
      const [{ openDashboard }, { openKeys }] = await Promise.all([
        import('../../tui/blessed/dashboard.js'),
        import('../keys.js'),
      ]);
      const dashboard = openDashboard({
        input: openKeys(shell, readsStdin),
        output: shell.stdout,
        feed: engine,
        color,
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
      notify = dashboard.notify;
      if (notices.length > 0) notify(notices.join('; '));
      notices = [];
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
