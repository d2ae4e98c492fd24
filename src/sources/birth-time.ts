import { statSync } from 'node:fs';

/** What a system call said of a file, in nanoseconds since the epoch. */
interface SaidTimes {
  birthtimeNs: bigint;
  ctimeNs: bigint;
}

/**
 * When a file came to be; 0 where nothing tells. Where the system call that tells it is refused, as old container runtimes do,
 * Node gives the time of the last change instead, and a file that is renamed would seem to be another one.
 *
 * @param proc of /proc, whose files never have a time of birth; undefined where there is none
 */
export const birthTime = ({ birthtimeNs }: Pick<SaidTimes, 'birthtimeNs'>, proc: SaidTimes | undefined): bigint =>
  proc === undefined || proc.birthtimeNs !== proc.ctimeNs ? birthtimeNs : 0n;

/** For `birthTime`, of this machine. */
export const procTimes = (): SaidTimes | undefined => {
  try {
    return statSync('/proc', { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};
