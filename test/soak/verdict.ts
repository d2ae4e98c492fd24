import { blockHost, BLOCKS, GAP_HOST, GAP_SECTION, SECTION } from './numbered-line.js';
import type { Written } from './numbered-line.js';

interface KeyCount {
  key: string;
  count: number;
}

/** What is needed of the program's JSON summary. */
export interface Summary {
  type: 'summary';
  hits: number;
  lines: { read: number; rejected: number };
  sections: { section: string; hits: number; bytes: number }[];
  hosts: { top: KeyCount[] };
  sources: { path: string; read: number }[];
}

/** What became of the lines that are promised to be counted once; all other words say what is wrong. */
export interface Verdict {
  /** lines of blocks that have too few */
  lost: number;
  /** lines of blocks that have too many */
  doubled: number;
  /** of the lines that were written between a copy and its truncation; no reader can promise these */
  lostInGap: number;
  /** a sentence each; none where all is well */
  faults: string[];
}

/** Compares what was written with what the program counted. */
export const judge = (written: Written, summary: Summary): Verdict => {
  const { hosts, sections, lines } = summary;
  const byHost = new Map(hosts.top.map(({ key, count }) => [key, count]));
  const faults: string[] = [];
  let lost = 0;
  let doubled = 0;
  for (let block = 0; block < BLOCKS; block += 1) {
    const promised = written.blocks[block] ?? 0;
    const counted = byHost.get(blockHost(block)) ?? 0;
    lost += Math.max(0, promised - counted);
    doubled += Math.max(0, counted - promised);
    if (promised !== counted) faults.push(`of block ${block} of ${BLOCKS}, ${promised} lines were written and ${counted} counted`);
  }
  const inGap = byHost.get(GAP_HOST) ?? 0;
  if (inGap > written.inGap) faults.push(`${written.inGap} lines were written between copy and truncation, and ${inGap} counted`);
  const sum = sections.find(({ section }) => section === SECTION)?.bytes ?? 0;
  if (sum !== written.sum) {
    const mean = lost === doubled ? '' : `; the mean number is ${((written.sum - sum) / (lost - doubled)).toFixed(1)}`;
    faults.push(`the numbers of the lines should add up to ${written.sum}, and do to ${sum}${mean}`);
  }
  for (const { section, hits } of sections) {
    if (section !== SECTION && section !== GAP_SECTION) faults.push(`${hits} lines are of a section that nobody wrote`);
  }
  if (lines.rejected > 0) faults.push(`${lines.rejected} lines were no records`);
  return { lost, doubled, lostInGap: Math.max(0, written.inGap - inGap), faults };
};

/** For each file of which not as many lines were read as written: a sentence. For people who look for a gap. */
export const unevenFiles = (written: Written, { sources }: Summary): string[] =>
  sources.flatMap(({ path, read }) => {
    const lines = written.byPath[path] ?? 0;
    return lines === read ? [] : [`${path}: ${lines} lines written, ${read} read`];
  });
