import { byCount } from './ranking.js';
import type { KeyCount, SectionCount } from './report.js';
import type { Bytes } from './units.js';

/** Hosts, and failing requests, that a bucket keeps. */
export const BUCKET_TOP = 64;

/** Sections that a bucket keeps. */
export const BUCKET_SECTIONS = 1024;

/** A list of the most frequent keys that has been cut. */
export interface TopList {
  /** at most BUCKET_TOP, in no order */
  keys: KeyCount[];
  /** hits of keys that are not in the list */
  rest: number;
  /** no key's count is lower than the true one by more than this */
  error: number;
}

/**
 * The traffic of one second, or of several merged. Buckets merge: the counts add up, and the lists stay exact as long as
 * nothing is cut from them.
 */
export interface Bucket {
  hits: number;
  bytes: Bytes;
  /** hits by status class: index 1-5 are 1xx-5xx, 0 is everything else */
  classes: [number, number, number, number, number, number];
  /** at most BUCKET_SECTIONS, in no order */
  sections: SectionCount[];
  /** what the sections that were cut add up to */
  sectionsRest: { hits: number; errors: number; bytes: Bytes };
  hosts: TopList;
  failing: TopList;
}

const emptyList = (): TopList => ({ keys: [], rest: 0, error: 0 });

export const createBucket = (): Bucket => ({
  hits: 0,
  bytes: 0,
  classes: [0, 0, 0, 0, 0, 0],
  sections: [],
  sectionsRest: { hits: 0, errors: 0, bytes: 0 },
  hosts: emptyList(),
  failing: emptyList(),
});

/** The index into `classes` of a status. */
export const classOf = (status: number): number =>
  status >= 100 && status <= 599 ? (status / 100) | 0 : 0;

/** Whether a status is an error. */
export const isError = (status: number): boolean => status >= 400 && status <= 599;

/** Errors among a bucket's hits. */
export const errorsOf = (bucket: Bucket): number => bucket.classes[4] + bucket.classes[5];

/** Adds `count` of `key` to a list. A key that finds no place, or is not known (null), is part of the rest, and of the error. */
export const addToList = (list: TopList, key: string | null, count: number): void => {
  const known = list.keys.find((entry) => entry.key === key);
  if (known !== undefined) known.count += count;
  else if (key !== null && list.keys.length < BUCKET_TOP) list.keys.push({ key, count });
  else {
    list.rest += count;
    list.error += count;
  }
};

/** Adds a section's counts to a bucket's sections; those of a section that is not known (null) or finds no place to the rest. */
export const addToSections = (bucket: Bucket, section: string | null, hits: number, errors: number, bytes: Bytes): void => {
  let known = bucket.sections.find((entry) => entry.section === section);
  if (known === undefined) {
    if (section === null || bucket.sections.length >= BUCKET_SECTIONS) {
      bucket.sectionsRest.hits += hits;
      bucket.sectionsRest.errors += errors;
      bucket.sectionsRest.bytes += bytes;
      return;
    }
    known = { section, hits: 0, errors: 0, bytes: 0 };
    bucket.sections.push(known);
  }
  known.hits += hits;
  known.errors += errors;
  known.bytes += bytes;
};

/** Adds one list to another, and cuts the sum to BUCKET_TOP keys. */
const mergeLists = (into: TopList, from: TopList): void => {
  const sums = new Map<string, KeyCount>();
  for (const { key, count } of into.keys) sums.set(key, { key, count });
  for (const { key, count } of from.keys) {
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { key, count });
    else sum.count += count;
  }
  const keys = [...sums.values()].sort(byCount);
  const cut = keys.splice(BUCKET_TOP);
  into.keys = keys;
  into.rest += from.rest + cut.reduce((total, { count }) => total + count, 0);
  into.error += from.error + (cut[0]?.count ?? 0);
};

/** Adds `from` to `into`; `from` stays as it is. */
export const mergeBuckets = (into: Bucket, from: Bucket): void => {
  into.hits += from.hits;
  into.bytes += from.bytes;
  for (let i = 0; i < from.classes.length; i += 1) into.classes[i as 0] += from.classes[i]!;
  const known = new Map(into.sections.map((entry) => [entry.section, entry]));
  for (const { section, hits, errors, bytes } of from.sections) {
    const entry = known.get(section);
    if (entry === undefined) addToSections(into, section, hits, errors, bytes);
    else {
      entry.hits += hits;
      entry.errors += errors;
      entry.bytes += bytes;
    }
  }
  into.sectionsRest.hits += from.sectionsRest.hits;
  into.sectionsRest.errors += from.sectionsRest.errors;
  into.sectionsRest.bytes += from.sectionsRest.bytes;
  mergeLists(into.hosts, from.hosts);
  mergeLists(into.failing, from.failing);
};
