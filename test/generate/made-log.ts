import type { LogParameters } from '../../src/generate/log-maker.js';
import { LogMaker } from '../../src/generate/log-maker.js';
import { formatNamed } from '../../src/formats/registry.js';
import { pasted } from '../formats/read-line.js';
import { mappedJson } from '../../src/formats/json/json-format.js';
import type { Format } from '../../src/formats/format.js';

export const START = Date.UTC(2026, 0, 1) / 1000;

export const PARAMETERS: LogParameters = {
  format: formatNamed('combined')!,
  amount: { lines: 2000 },
  seed: 7,
  start: START,
  span: 86_400,
  day: true,
  surge: false,
  errorBurst: false,
  disorder: 0,
  paths: 300,
  hosts: 200,
  hostile: 0,
};

/** A format's name, a layout or a mapping, as the command line takes it. */
export const formatOf = (text: string): Format => formatNamed(text) ?? (text.startsWith('json:') ? mappedJson('custom', text.slice(5)) : pasted(text));

/** All bytes of a made log, from blocks with so much room besides that of one line. */
export const made = (parameters: Partial<LogParameters> = {}, room = 1 << 16): Buffer => {
  const maker = new LogMaker({ ...PARAMETERS, ...parameters });
  const block = Buffer.alloc(room + maker.roomOfLine);
  const blocks: Buffer[] = [];
  for (let length = maker.fill(block); length > 0; length = maker.fill(block)) blocks.push(Buffer.from(block.subarray(0, length)));
  return Buffer.concat(blocks);
};

export const linesOf = (bytes: Buffer): string[] => {
  const lines = bytes.toString().split('\n');
  lines.pop();
  return lines;
};
