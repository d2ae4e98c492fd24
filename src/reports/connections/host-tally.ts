import { MAX_KEY_BYTES } from '../../core/key-table.js';
import type { HostCounts } from './connections-part.js';
import { MOST_HOSTS } from './host-table.js';

/** A host's bytes as the characters with these numbers: names sort by them, and none is another's. */
export const byteName = (name: string): string => Buffer.from(name).subarray(0, MAX_KEY_BYTES).toString('latin1');

/** The name as people read it. */
export const readableName = (bytes: string): string => Buffer.from(bytes, 'latin1').toString();

/** Adds up what the parts have of the hosts at one end of connections. */
export class HostTally {
  /** how far any count may be too low, and the most that a host which is missing may have; 0 is exact */
  error = 0;
  private readonly counts = new Map<string, number>();
  private readonly asked: readonly string[];
  /** of each host that was asked for those at the other end */
  private readonly met: readonly Set<string>[];

  constructor(asked: readonly string[]) {
    this.asked = asked.map(byteName);
    this.met = asked.map(() => new Set());
  }

  /** Adds a part's. */
  add({ names, counts, error }: HostCounts, met: readonly (readonly string[])[]): void {
    names.forEach((name, n) => this.counts.set(name, this.countOf(name) + counts[n]!));
    met.forEach((others, n) => {
      for (const other of others) this.met[n]!.add(other);
    });
    this.error += error;
  }

  /** When there are too many hosts, those with the fewest connections give way, equal ones together; `gone` is told of each. */
  shrink(gone: (name: string) => void): void {
    const { counts } = this;
    if (counts.size <= MOST_HOSTS) return;
    const kept = new Set(this.asked);
    const limit = Float64Array.from(counts.values()).sort()[counts.size - MOST_HOSTS - 1]!;
    for (const [name, count] of counts) {
      if (count > limit || kept.has(name)) continue;
      counts.delete(name);
      gone(name);
    }
    this.error += limit;
  }

  /** A host at the other end has given way. */
  forget(other: string): void {
    for (const names of this.met) names.delete(other);
  }

  /** What was asked for, in its order: the names of those at the other end, sorted, and the connections. */
  answers(): { hosts: string[]; connections: number }[] {
    return this.asked.map((name, n) => ({ hosts: [...this.met[n]!].sort().map(readableName), connections: this.countOf(name) }));
  }

  /** The host with the most connections; of several the first by name. */
  most(): { host: string; count: number } | null {
    let most: { name: string; count: number } | null = null;
    for (const [name, count] of this.counts) {
      if (most === null || count > most.count || (count === most.count && name < most.name)) most = { name, count };
    }
    return most === null ? null : { host: readableName(most.name), count: most.count };
  }

  private countOf(name: string): number {
    return this.counts.get(name) ?? 0;
  }
}
