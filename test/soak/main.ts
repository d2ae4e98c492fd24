import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { asCount, inMebibytes, inPercent, printTable } from '../bench/result-table.js';
import { parseSoakOptions, USAGE } from './options.js';
import type { SoakOptions } from './options.js';
import { soak } from './soak.js';
import type { Soaked } from './soak.js';
import { judge, unevenFiles } from './verdict.js';
import type { Summary, Verdict } from './verdict.js';

const list = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => `${name} ${asCount(count)}`)
    .join(', ');

const machine = (): string => {
  const [processor] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${cpus().length} x ${processor?.model.trim() ?? '?'}, ${memory} GiB, Linux ${release()}, Node.js ${process.versions.node}`;
};

const print = (soaked: Soaked, summary: Summary, verdict: Verdict): void => {
  const { written, lived, kills, stalls, checkpoints, toldTwiceAtMost } = soaked;
  const toldTwice = Math.max(0, lived.linesTold - summary.lines.read);
  const rotations = Object.values(written.rotations).reduce((sum, count) => sum + count, 0);
  const rows = [
    ['lines written', asCount(written.lines)],
    ['lines written a second', asCount(written.lines / written.seconds)],
    ['lines read', asCount(summary.lines.read)],
    ['lost', asCount(verdict.lost)],
    ['counted twice', asCount(verdict.doubled)],
    ['written between copy and truncation', asCount(written.written.inGap)],
    ['of these lost', asCount(verdict.lostInGap)],
    ['bytes told as perhaps missing', asCount(lived.missingBytes)],
    ['reported twice over all lives', asCount(toldTwice)],
    ['written between the last checkpoint and its kill', asCount(toldTwiceAtMost)],
    ['rotations', asCount(rotations)],
    ['kill -9', asCount(kills)],
    ['stalls', asCount(stalls)],
    ['checkpoints', asCount(checkpoints.count)],
    ['longest time between two, ms', asCount(checkpoints.longestPause)],
    ['CPU', inPercent(lived.cpu / written.seconds)],
    ['peak RSS MiB', inMebibytes(lived.peak)],
  ];
  printTable(['', 'measured'], rows);
  console.log(`\nrotations: ${list(written.rotations)}`);
  console.log(`events: ${list(lived.events)}`);
};

/** The row for the README. */
const readmeRow = ({ written, lived, kills, stalls }: Soaked, options: SoakOptions, verdict: Verdict): string => {
  const rotations = Object.values(written.rotations).reduce((sum, count) => sum + count, 0);
  const what = [
    `${options.minutes} minutes at ${asCount(options.rate)} lines/s in ${options.files} files`,
    `${asCount(rotations)} rotations of ${Object.keys(written.rotations).length} kinds`,
    `${kills} \`kill -9\`, ${stalls} stalls`,
  ];
  const found = [
    `${asCount(verdict.lost)} of ${asCount(written.lines)} lines lost, ${asCount(verdict.doubled)} counted twice`,
    `${inMebibytes(lived.peak)} MiB at most, ${inPercent(lived.cpu / written.seconds)} of a core`,
  ];
  return `| \`npm run soak\`: ${what.join(', ')} | ${found.join('; ')} |`;
};

/** The faults that count, each in a sentence. */
const report = (soaked: Soaked, options: SoakOptions): string[] => {
  const { summary, written, lived } = soaked;
  if (summary === null) return ['the program gave no summary; it said:', ...lived.remarks];
  const verdict = judge(written.written, summary);
  print(soaked, summary, verdict);
  if (lived.remarks.length > 0) console.log(`it said:\n${lived.remarks.slice(0, 20).join('\n')}`);
  console.log(`\nfor the README: ${readmeRow(soaked, options, verdict)}`);
  return verdict.faults.length === 0 ? [] : [...verdict.faults.slice(0, 30), ...unevenFiles(written.written, summary)];
};

const run = async (options: SoakOptions): Promise<string[]> => {
  console.log(`machine: ${machine()}`);
  console.log(`soak: ${Object.entries(options).map(([name, value]) => `--${name} ${value}`).join(' ')}`);
  const directory = mkdtempSync(join(options.directory, 'access-log-monitor-soak-'));
  const faults = await soak(options, directory).then((soaked) => report(soaked, options));
  if (faults.length === 0) rmSync(directory, { recursive: true });
  else faults.push(`what was written stands in ${directory}`);
  return faults;
};

if (process.argv.includes('--help')) {
  console.log(USAGE);
} else {
  const options = parseSoakOptions(process.argv.slice(2), Date.now() % 1_000_000, tmpdir());
  const faults = await run(options);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}
