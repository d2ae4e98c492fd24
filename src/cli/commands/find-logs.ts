import type { Shell } from '../shell.js';
import type { MonitorOptions } from '../options.js';
import { UserError } from '../../core/user-error.js';
import { findNamedLogs, refuseIdleExclusions } from './named-logs.js';
import type { Logs } from './logs.js';
import type { Stop } from './stop.js';

/** The logs that the user named, the simulated site's, or the first of the usual ones. */
export const findLogs = async (options: MonitorOptions, shell: Shell, stop: Stop, fail: (error: UserError) => void): Promise<Logs> => {
  if (options.demo) {
    refuseIdleExclusions(options);
    const { startDemo } = await import('../../demo/log-writer.js');
    const demo = startDemo({
      now: () => shell.now(),
      seed: shell.now() | 0,
      failed: (error) => {
        fail(error);
        stop.request();
      },
    });
    shell.onDispose(() => {
      demo.stop();
    });
    return { paths: [demo.path], globs: null, notes: ['a simulated site writes this log right now (--demo)'] };
  }
  if (options.files.length > 0) return findNamedLogs(options);
  refuseIdleExclusions(options);
  const [{ findUsualLog }, { probePlace }] = await Promise.all([
    import('../../sources/usual-places.js'),
    import('../../sources/place-probe.js'),
  ]);
  const found = findUsualLog(probePlace);
  if (found === null) {
    throw new UserError(
      'no log was named, and none stands in the usual places',
      'name one: access-log-monitor --log-file=PATH, or see a simulated site: access-log-monitor --demo',
    );
  }
  return { paths: [found.path], globs: null, notes: [`no log was named: taking ${found.path}`] };
};
