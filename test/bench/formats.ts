import { statSync } from 'node:fs';
import { dataSet, SHORT } from './data-set.js';
import { measuredRun, median, medianCost } from './measured-run.js';
import type { Cost } from './measured-run.js';
import { CADDY_LINES, JSON_LINES, TIMED_LINES, W3C_LINES } from './notations.js';
import type { Notation } from './notations.js';
import { PROGRAM } from './repository.js';
import { asCount, asRatio, inMebibytes, inPercent, inSeconds, printTable } from './result-table.js';

const RUNS = Number(process.env['BENCH_RUNS'] ?? 3);

const COMBINED = '%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\"';
const TIMED = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time';
const MAPPING = 'json:time=ts,host=client_ip,method=method,path=path,status=status,bytes=size,duration=latency_ms,agent=agent';
const ALL_FIELDS = 'time,host,user,method,path,query,section,protocol,status,bytes,referrer,agent';

interface Way {
  name: string;
  notation: Notation | null;
  args: readonly string[];
  converts?: true;
}

const BUILT_IN = 'Combined, built in';
const PASTED = 'a pasted string that equals Combined';
const JSON_GUESSED = 'JSON lines, guessed';
const JSON_MAPPED = 'JSON lines, with a mapping';
const SERVER_ERRORS = "--filter 'status:>=500'";
const ALL_KEPT = "--filter 'status:>=100', which keeps all";
const CONVERTED = 'convert --to json';

const WAYS: readonly Way[] = [
  { name: BUILT_IN, notation: null, args: [] },
  { name: PASTED, notation: null, args: ['--format', COMBINED] },
  { name: 'a pasted nginx layout with $request_time', notation: TIMED_LINES, args: ['--format', TIMED] },
  { name: JSON_GUESSED, notation: JSON_LINES, args: ['--format', 'json'] },
  { name: JSON_MAPPED, notation: JSON_LINES, args: ['--format', MAPPING] },
  { name: 'Caddy', notation: CADDY_LINES, args: [] },
  { name: 'W3C extended', notation: W3C_LINES, args: [] },
  { name: SERVER_ERRORS, notation: null, args: ['--filter', 'status:>=500'] },
  { name: ALL_KEPT, notation: null, args: ['--filter', 'status:>=100'] },
  { name: "--filter 'agent:*Chrome*'", notation: null, args: ['--filter', 'agent:*Chrome*'] },
  { name: CONVERTED, notation: null, args: ['--to', 'json', '--fields', ALL_FIELDS], converts: true },
  { name: 'convert --to json, JSON lines', notation: JSON_LINES, args: ['--to', 'json'], converts: true },
];

const commandOf = ({ notation, args, converts }: Way): [string, ...string[]] => {
  const log = dataSet(SHORT, notation);
  return [process.execPath, PROGRAM, ...(converts === true ? ['convert'] : ['--once', '--headless']), ...args, log];
};

/** Lines in a second of a core: other programs on the machine change it less than lines in a second of the wall clock. */
const rateOf = ({ cpu }: Cost): number => SHORT.lines / cpu;

interface Target {
  says: string;
  value: string;
  met: boolean;
}

const targetsOf = (costs: ReadonlyMap<string, Cost>, ratioOf: (name: string) => number): Target[] => {
  const rate = (name: string, least: number): Target => {
    const cost = costs.get(name);
    const reached = cost === undefined ? 0 : rateOf(cost);
    return { says: `${name}: ${asCount(least)} lines/s`, value: `${asCount(reached)} lines/s`, met: reached >= least };
  };
  const dearer = (name: string): Target => {
    const more = ratioOf(name) - 1;
    return { says: `${name}: less than 15 % more than the scan`, value: inPercent(more), met: more < 0.15 };
  };
  const pasted = ratioOf(PASTED);
  return [
    { says: `${PASTED}: at most 1.3 times the built-in`, value: asRatio(pasted), met: pasted <= 1.3 },
    rate(JSON_GUESSED, 1e6),
    rate(JSON_MAPPED, 1e6),
    dearer(SERVER_ERRORS),
    dearer(ALL_KEPT),
    rate(CONVERTED, 5e5),
  ];
};

/** How many requests there are and how many fail, as the last line of JSON tells. */
const totalsOf = async (way: Way): Promise<string> => {
  const { stdout } = await measuredRun([...commandOf(way), '--output', 'json'], 'kept');
  const { bytes, statusClasses, lines } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as {
    bytes: number;
    statusClasses: Record<string, number>;
    lines: { accepted: number };
  };
  return `lines ${lines.accepted}, bytes ${bytes}, serverErrors ${statusClasses['5xx'] ?? 0}`;
};

/** The figures are worth nothing unless the same requests are read in each format. */
const checkAgreement = async (): Promise<void> => {
  let first = '';
  for (const way of WAYS) {
    if (way.converts === true || way.name.includes('500') || way.name.includes('agent')) continue;
    const told = await totalsOf(way);
    first ||= told;
    if (told !== first) throw new Error(`${way.name} counts otherwise: ${told}, not ${first}`);
  }
  console.log(`all formats agree: ${first}`);
};

/** Reads the same requests in several formats, filtered and converted, with whole processes in turns, beside the built-in Combined. */
export const benchFormats = async (): Promise<void> => {
  for (const notation of new Set(WAYS.map((way) => way.notation))) {
    const log = dataSet(SHORT, notation);
    console.log(`${notation?.name ?? 'combined'}: ${asCount(statSync(log).size / SHORT.lines)} bytes a line`);
  }
  console.log(`formats: ${asCount(SHORT.lines)} lines each, median of ${RUNS} runs in turns; lines/s and ratio of CPU time`);
  await checkAgreement();
  const runs = new Map<string, Cost[]>(WAYS.map(({ name }) => [name, []]));
  for (let run = 0; run < RUNS; run += 1) {
    for (const way of WAYS) {
      const cost = await measuredRun(commandOf(way), 'dropped');
      runs.get(way.name)?.push(cost);
    }
  }
  const built = runs.get(BUILT_IN) ?? [];
  // Each beside the built-in one of its own turn: a machine's speed changes from turn to turn.
  const ratioOf = (name: string): number => median((runs.get(name) ?? []).map(({ cpu }, run) => cpu / (built[run]?.cpu ?? NaN)));
  const costs = new Map([...runs].map(([name, all]) => [name, medianCost(all)]));
  printTable(
    ['what', 'lines/s of a core', 'lines/s', 'CPU s', 'peak RSS MiB', 'CPU / Combined'],
    [...costs].map(([name, cost]) => [name, asCount(rateOf(cost)), asCount(SHORT.lines / cost.wall), inSeconds(cost.cpu), inMebibytes(cost.peak), asRatio(ratioOf(name))]),
  );
  const targets = targetsOf(costs, ratioOf);
  console.log();
  printTable(['target', 'measured', ''], targets.map(({ says, value, met }) => [says, value, met ? 'met' : 'NOT met']));
  console.log(targets.every(({ met }) => met) ? 'targets met' : 'targets not met');
  console.log();
  for (const [name, cost] of costs) console.log(`| ${name} | ${(rateOf(cost) / 1e6).toFixed(2)} million lines/s, ${asRatio(ratioOf(name))} times the time of Combined |`);
};
