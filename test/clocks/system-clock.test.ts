import { describe, expect, it } from 'vitest';
import { startTicks } from '../../src/clocks/system-clock.js';

/** A machine whose clock and timers are moved by hand. */
const machine = (start: number) => {
  const ticks: number[] = [];
  let clock = start;
  let timer: { run: () => void; wait: number } | null = null;
  const timers = {
    setTimeout: (run: () => void, wait: number) => (timer = { run, wait }),
    clearTimeout: () => {
      timer = null;
    },
  };
  const stop = startTicks({ onTick: (instant) => ticks.push(instant), now: () => clock, timers, limit: 5 });
  return {
    ticks,
    stop,
    /** the timer fires when it is due, `late` milliseconds later or earlier; the clock may have jumped meanwhile */
    fire: (late = 0, jump = 0): void => {
      const due = timer;
      if (due === null) throw new Error('no timer is set');
      clock += due.wait + late + jump;
      due.run();
    },
    isSet: () => timer !== null,
  };
};

describe('the ticks of the machine’s clock', () => {
  it('come at whole seconds', () => {
    const { ticks, fire } = machine(1_000_400);
    fire();
    fire(3);
    fire(250);
    expect(ticks).toEqual([1001, 1002, 1003]);
  });

  it('begin with the next whole second, also on a whole second', () => {
    const { ticks, fire } = machine(1_000_000);
    fire();
    expect(ticks).toEqual([1001]);
  });

  it('are not early when a timer is', () => {
    const { ticks, fire } = machine(1_000_400);
    fire(-3);
    expect(ticks).toEqual([]);
    fire();
    fire();
    expect(ticks).toEqual([1001, 1002]);
  });

  it('that were missed are made up for in order', () => {
    const { ticks, fire } = machine(1_000_400);
    fire(3_100);
    fire();
    expect(ticks).toEqual([1001, 1002, 1003, 1004, 1005]);
  });

  it('that were missed long ago are left out', () => {
    const { ticks, fire } = machine(1_000_000);
    fire(0, 3_600_000);
    expect(ticks).toEqual([4597, 4598, 4599, 4600, 4601]);
  });

  it('wait for a clock that was set back a little', () => {
    const { ticks, fire } = machine(1_000_000);
    fire();
    fire(0, -1_500);
    fire();
    expect(ticks).toEqual([1001, 1002]);
  });

  it('go on one a second when the clock was set back a lot, and never go back', () => {
    const { ticks, fire } = machine(10_000_000);
    fire();
    fire(0, -3_600_000);
    for (let i = 0; i < 4; i += 1) fire();
    expect(ticks).toEqual([10001, 10002, 10003, 10004, 10005]);
    fire(0, 3_600_000);
    fire();
    expect(ticks.slice(5)).toEqual([10006, 10007, 10008]);
  });

  it('come no more when they are stopped, also by a tick', () => {
    const { ticks, fire, stop, isSet } = machine(1_000_000);
    fire();
    stop();
    expect(isSet()).toBe(false);
    expect(ticks).toEqual([1001]);
  });
});
