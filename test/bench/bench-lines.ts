import { FORMATS } from '../../src/formats/registry.js';
import { LogMaker } from '../../src/generate/log-maker.js';

/** What a made Combined log is like. Equal parameters give equal bytes. */
export interface BenchLines {
  lines: number;
  /** distinct request targets; each occurs at least once */
  paths: number;
  /** distinct hosts; each occurs at least once */
  hosts: number;
  /** log time from the first line to the last, in seconds */
  span: number;
  seed: number;
}

const START = Date.UTC(2024, 10, 22, 9, 0, 0) / 1000;
const FORMAT = FORMATS.find(({ name }) => name === 'combined')!;

/** Makes the lines of the bench, as `generate` does: the same traffic at all hours. */
export const benchLines = ({ lines, paths, hosts, span, seed }: BenchLines): LogMaker =>
  new LogMaker({ format: FORMAT, amount: { lines }, seed, start: START, span, day: false, surge: false, errorBurst: false, disorder: 0, paths, hosts, hostile: 0 });
