import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';
import { dataSet, deleteDataSets, DIVERSE, USUAL } from './data-set.js';
import { benchFollow, benchIdle } from './follow.js';
import { benchFormats } from './formats.js';
import { benchLatency } from './latency.js';
import { benchMemory } from './memory.js';
import { benchReport } from './report.js';
import { benchReportConnections } from './report-connections.js';
import { benchReportScale } from './report-scale.js';
import { benchScan } from './scan.js';
import { benchStartup } from './startup.js';
import { benchTail } from './tail-comparison.js';

const PARTS: Readonly<Record<string, () => Promise<void> | void>> = {
  data: () => {
    for (const parameters of [USUAL, DIVERSE]) console.log(dataSet(parameters));
  },
  scan: benchScan,
  formats: benchFormats,
  report: benchReport,
  'report-scale': benchReportScale,
  connections: benchReportConnections,
  memory: benchMemory,
  startup: benchStartup,
  follow: benchFollow,
  latency: benchLatency,
  idle: benchIdle,
  tail: benchTail,
  delete: deleteDataSets,
};

const USAGE = `npm run bench [-- PART...]

parts: ${Object.keys(PARTS).join(', ')}; all but \`delete\`, which removes the data, when none is named

BENCH_DIRECTORY  where the data is made (about 27 GB); the system's temporary directory otherwise
BENCH_LINES      lines of a data set (5,000,000)
BENCH_SPAN       their log time in seconds (3,600)
BENCH_SEED       what the data is made from (7)
BENCH_RUNS       runs of each program (3)
BENCH_RATE       lines/s that \`follow\` appends (1,000,000)
BENCH_SECONDS    how long \`follow\` and \`idle\` last (20)
BENCH_LATENCY_SECONDS  how long each run of latency lasts (8)
BENCH_FAULT_RUNS  how often tail does each fault (20)`;

const firstLine = (command: string, args: readonly string[]): string => {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).split('\n')[0] ?? '';
  } catch {
    return `${command}: none`;
  }
};

const printMachine = (): void => {
  const [processor] = cpus();
  console.log(`machine: ${cpus().length} x ${processor?.model.trim() ?? '?'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux ${release()}`);
  console.log(`versions: node ${process.versions.node}, ${firstLine('mawk', ['-W', 'version'])}, ${firstLine('tail', ['--version'])}`);
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(', ')}\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  printMachine();
  for (const name of named.length > 0 ? named : Object.keys(PARTS).filter((part) => part !== 'delete')) {
    console.log();
    await PARTS[name]?.();
  }
}
