import { describe, expect, test } from 'vitest';
import { CHECKPOINT_INTERVAL, createCheckpoints } from '../../src/app/checkpoints.js';
import type { Checkpoints } from '../../src/app/checkpoints.js';
import type { Intake } from '../../src/app/intake.js';
import { createArrivalPump, createLogPump } from '../../src/app/pump.js';
import { intakeBench } from './intake-bench.js';
import { logLine } from './log-text.js';

const T = 1_542_900_000;

/** A disk whose answers are given by the test, and a run that is saved on it. */
const setUp = (time: 'arrival' | 'log' = 'arrival') => {
  const bench = intakeBench();
  const { monitor } = bench;
  const pump = time === 'arrival' ? createArrivalPump(monitor, T) : createLogPump(monitor, 1);
  const intake: Intake = bench.open('0.log', () => {
    pump.take(intake);
  });
  /** lines that each saved state holds */
  const saved: number[] = [];
  const troubles: (string | null)[] = [];
  const answers: ((reason: string | null) => void)[] = [];
  let slow = false;
  let ill: string | null = null;
  const checkpoints: Checkpoints = createCheckpoints({
    pump,
    version: () => String(monitor.allLinesCounted),
    save: () => {
      saved.push(monitor.memory().totals.hits);
      return slow ? new Promise((resolve) => answers.push(resolve)) : Promise.resolve(ill);
    },
    onTrouble: (reason) => troubles.push(reason),
  });
  let now = T;
  return {
    saved,
    troubles,
    checkpoints,
    setSlow: (isSlow: boolean) => (slow = isSlow),
    setIll: (reason: string | null) => (ill = reason),
    answer: (reason: string | null) => answers.shift()?.(reason),
    feed: (at = now) => {
      const bytes = Buffer.from(`${logLine(at)}\n`);
      intake.lines(bytes, 0, bytes.length, false);
    },
    /** Lets seconds go by; resolves when what they began is done, unless the disk is slow. */
    wait: async (seconds: number) => {
      for (let n = 0; n < seconds; n += 1) {
        now += 1;
        pump.tick(now);
        const done = checkpoints.tick();
        if (!slow) await done;
      }
    },
  };
};

describe('a state', () => {
  test('is saved at once when it is asked for, with all lines that were handed over by then', async () => {
    const run = setUp();
    run.feed();
    run.feed();
    await run.checkpoints.save();
    expect(run.saved).toEqual([2]);
  });

  test('is saved each 5 s while something changes, and not when nothing does', async () => {
    const run = setUp();
    await run.checkpoints.save();
    for (let second = 0; second < 3 * CHECKPOINT_INTERVAL; second += 1) {
      run.feed();
      await run.wait(1);
    }
    await run.wait(100);
    expect(run.saved).toEqual([0, 5, 10, 15]);
  });

  test('that takes the disk long is not overtaken by the next one', async () => {
    const run = setUp();
    run.setSlow(true);
    run.feed();
    await run.wait(5);
    run.feed();
    await run.wait(20);
    expect(run.saved).toEqual([1]);
    run.answer(null);
    run.setSlow(false);
    await run.checkpoints.save();
    expect(run.saved).toEqual([1, 2]);
  });

  test('that could not be saved is told once, tried again each 5 s though nothing comes, and told when it is saved', async () => {
    const run = setUp();
    await run.checkpoints.save();
    run.setIll('no space is left');
    run.feed();
    await run.wait(15);
    expect(run.saved).toEqual([0, 1, 1, 1]);
    expect(run.troubles).toEqual(['no space is left']);
    run.setIll(null);
    await run.wait(20);
    expect(run.saved).toEqual([0, 1, 1, 1, 1]);
    expect(run.troubles).toEqual(['no space is left', null]);
  });
});

describe('by log time, where a record may have to wait for those behind it', () => {
  test('a state is not saved while one waits, but after 10 s it is judged by what is there', async () => {
    const run = setUp('log');
    run.feed(T);
    await run.wait(5);
    expect(run.saved).toEqual([1]);
    run.feed(T + 100_000);
    await run.wait(5);
    expect(run.saved).toEqual([1]);
    await run.wait(5);
    expect(run.saved).toEqual([1, 2]);
    run.feed(T + 6);
    await run.wait(5);
    expect(run.saved).toEqual([1, 2, 3]);
  });

  test('the last state holds all lines', async () => {
    const run = setUp('log');
    run.feed(T);
    run.feed(T + 100_000);
    await run.checkpoints.save();
    expect(run.saved).toEqual([2]);
  });
});
