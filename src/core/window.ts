import { createBucket } from './bucket.js';
import type { Bucket, TopList } from './bucket.js';
import type { BucketRing } from './bucket-ring.js';
import { byCount } from './ranking.js';
import type { KeyCount, SectionCount, StatusClasses, TopKeys, Traffic } from './report.js';
import type { EpochSeconds } from './units.js';

/** Hits by class under the names that views use. */
export const statusClasses = (classes: Bucket['classes']): StatusClasses => ({
  '1xx': classes[1],
  '2xx': classes[2],
  '3xx': classes[3],
  '4xx': classes[4],
  '5xx': classes[5],
  other: classes[0],
});

/** What follows from the classes: success is 200-399, error 400-599, everything else is other. */
export const outcomes = (classes: Bucket['classes']): Pick<Traffic, 'successes' | 'errors' | 'other'> => ({
  successes: classes[2] + classes[3],
  errors: classes[4] + classes[5],
  other: classes[0] + classes[1],
});

/** Most hits first, ties by name. */
const bySectionHits = (a: SectionCount, b: SectionCount): number =>
  b.hits - a.hits || (a.section < b.section ? -1 : a.section > b.section ? 1 : 0);

/** Sums the lists of many buckets without cutting. */
class ListSum {
  private readonly sums = new Map<string, KeyCount>();
  private rest = 0;
  private error = 0;

  add(list: TopList): void {
    for (const { key, count } of list.keys) {
      const sum = this.sums.get(key);
      if (sum === undefined) this.sums.set(key, { key, count });
      else sum.count += count;
    }
    this.rest += list.rest;
    this.error += list.error;
  }

  result(limit: number): TopKeys {
    const top = [...this.sums.values()].sort(byCount);
    const cut = top.splice(limit);
    return { top, rest: this.rest + cut.reduce((sum, { count }) => sum + count, 0), error: this.error };
  }
}

export interface WindowSum {
  traffic: Traffic;
  hosts: TopKeys;
  failing: TopKeys;
}

/** The traffic of the seconds in [from, to), as far as the ring still has them, with at most `limit` keys a list. */
export const sumWindow = (ring: BucketRing, from: EpochSeconds, to: EpochSeconds, limit: number): WindowSum => {
  const sum = createBucket();
  const sections = new Map<string, SectionCount>();
  const hosts = new ListSum();
  const failing = new ListSum();
  const rest = sum.sectionsRest;
  ring.forEach(from, to, (bucket) => {
    sum.hits += bucket.hits;
    sum.bytes += bucket.bytes;
    for (let i = 0; i < sum.classes.length; i += 1) sum.classes[i as 0] += bucket.classes[i as 0];
    for (const { section, hits, errors, bytes } of bucket.sections) {
      const known = sections.get(section);
      if (known === undefined) sections.set(section, { section, hits, errors, bytes });
      else {
        known.hits += hits;
        known.errors += errors;
        known.bytes += bytes;
      }
    }
    rest.hits += bucket.sectionsRest.hits;
    rest.errors += bucket.sectionsRest.errors;
    rest.bytes += bucket.sectionsRest.bytes;
    if (limit > 0) {
      hosts.add(bucket.hosts);
      failing.add(bucket.failing);
    }
  });
  return {
    traffic: {
      from,
      to,
      hits: sum.hits,
      bytes: sum.bytes,
      ...outcomes(sum.classes),
      statusClasses: statusClasses(sum.classes),
      sections: [...sections.values()].sort(bySectionHits),
      otherSections: rest,
    },
    hosts: hosts.result(limit),
    failing: failing.result(limit),
  };
};
