import type { MonitorOptions } from '../options.js';
import type { Shell } from '../shell.js';
import { createDashboardOutput } from './dashboard-output.js';
import { createHeadlessOutput } from './headless-output.js';
import type { Output } from './output.js';
import type { Stop } from './stop.js';

const isDumb = (shell: Shell): boolean => !shell.stdout.isTTY || shell.env['TERM'] === 'dumb';

const wantsColor = ({ color }: MonitorOptions, shell: Shell): boolean => {
  const noColor = shell.env['NO_COLOR'];
  if (noColor !== undefined && noColor !== '') return false;
  return color === 'always' || (color === 'auto' && !isDumb(shell));
};

/** The dashboard where there is a terminal for it and nobody asked for text; else text or JSON. */
export const createOutput = (options: MonitorOptions, shell: Shell, stop: Stop, readsStdin: boolean): Promise<Output> =>
  options.headless || isDumb(shell)
    ? createHeadlessOutput(options, shell, stop, wantsColor(options, shell))
    : Promise.resolve(createDashboardOutput(shell, stop, readsStdin, wantsColor(options, shell)));
