import { setTimeout as wait } from 'node:timers/promises';
import type { EpochMs, EpochSeconds, Seconds } from '../../core/units.js';
import { UserError } from '../../core/user-error.js';
import type { LogMaker } from '../../generate/log-maker.js';
import { createByteStream, openByteFile } from '../../headless/byte-stream.js';
import type { ByteStream } from '../../headless/byte-stream.js';
import type { PrintableBytes } from '../../render/printable.js';
import type { GenerateOptions } from '../generate-options.js';
import type { Shell } from '../shell.js';
import { createStop } from './stop.js';
import { exitCodeOf, written } from './written.js';
import type { Stop } from './stop.js';

const BLOCK = 64 * 1024;
/** So often those lines are written whose time has come. */
const STEP: EpochMs = 50;
/** So often a signal is heeded. */
const BREATH: EpochMs = 50;

/** Values are printable ASCII whatever the escape; what stands between them is the user's own layout. */
const printableBytes = (block: Buffer, length: number): PrintableBytes => block.subarray(0, length) as PrintableBytes;

type Maker = Pick<LogMaker, 'fill' | 'roomOfLine'>;

/** Loads no more than it needs: who wants connections does not pay for formats. */
const makerOf = async (options: GenerateOptions, start: EpochSeconds): Promise<Maker> => {
  const { amount, seed } = options;
  if (options.connections && !('rate' in amount)) {
    const { ConnectionMaker } = await import('../../generate/connection-maker.js');
    return new ConnectionMaker({ amount, seed, start });
  }
  const { readFormat } = await import('../format-choice.js');
  const { LogMaker } = await import('../../generate/log-maker.js');
  const format = readFormat('--format', options.format);
  if (format === null) throw new UserError("--format: 'auto' is nothing to write in (name a format, such as combined)");
  return new LogMaker({ ...options, format, start, day: !('rate' in amount) });
};

/** Writes all there is, as fast as it is taken. */
const writeAll = async (maker: Maker, block: Buffer, stream: ByteStream, shell: Shell, stop: Stop): Promise<void> => {
  let breath = shell.monotonic();
  while (!stop.requested && !stream.closed) {
    const length = maker.fill(block);
    if (length === 0) return;
    await stream.write(printableBytes(block, length));
    if (shell.monotonic() - breath < BREATH) continue;
    await wait(0);
    breath = shell.monotonic();
  }
};

/** Writes each line when its time has come, by a clock that never runs backwards; all that is left after `duration`. */
const writeLive = async (maker: Maker, start: EpochSeconds, duration: Seconds, block: Buffer, stream: ByteStream, shell: Shell, stop: Stop): Promise<void> => {
  const startedAt = shell.monotonic();
  for (let passed = 0; passed < duration && !stop.requested && !stream.closed; ) {
    await Promise.race([wait(Math.min(STEP, Math.max(0, (duration - passed) * 1000))), stop.promise]);
    passed = (shell.monotonic() - startedAt) / 1000;
    const until = passed < duration ? start + passed : Infinity;
    for (let length = maker.fill(block, until); length > 0; length = maker.fill(block, until)) await stream.write(printableBytes(block, length));
  }
};

/** Makes a log; gives the exit code. Throws a UserError for a format that is none. */
export const runGenerate = (options: GenerateOptions, shell: Shell): Promise<number> => written(shell, () => generate(options, shell));

const generate = async (options: GenerateOptions, shell: Shell): Promise<number> => {
  const { amount, output } = options;
  const start = options.start ?? shell.now() / 1000;
  const maker = await makerOf(options, start);
  const stop = createStop(shell, null);
  const file = output === null ? null : openByteFile(output);
  const stream = file ?? createByteStream(shell.stdout, 'stdout');
  const block = Buffer.allocUnsafeSlow(BLOCK + maker.roomOfLine);
  try {
    if ('rate' in amount) await writeLive(maker, start, amount.isEndless ? Infinity : options.span, block, stream, shell, stop);
    else await writeAll(maker, block, stream, shell, stop);
  } finally {
    file?.close();
  }
  return 'rate' in amount ? 0 : exitCodeOf(stop);
};
