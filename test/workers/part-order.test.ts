import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PartOrder } from '../../src/workers/part-order.js';

const MIB = 1024 * 1024;

const recorded = (): { order: PartOrder; merged: unknown[] } => {
  const merged: unknown[] = [];
  return { order: new PartOrder({ merge: (part) => merged.push(part) }), merged };
};

describe('parts', () => {
  it('are merged in the order of their tasks, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), (tasks, choices) => {
        const { order, merged } = recorded();
        const queues = tasks.map((parts, task) => Array.from({ length: parts + 1 }, (_, n) => (n === parts ? null : `${task}.${n}`)));
        for (let open = queues.flatMap((queue, task) => (queue.length > 0 ? [task] : [])); open.length > 0; open = queues.flatMap((queue, task) => (queue.length > 0 ? [task] : []))) {
          const task = open[choices.next().value! % open.length]!;
          const number = tasks[task]! + 1 - queues[task]!.length;
          order.add(task, number, queues[task]!.shift(), 1, queues[task]!.length === 0);
        }
        expect(merged).toEqual(tasks.flatMap((parts, task) => Array.from({ length: parts }, (_, n) => `${task}.${n}`)));
        expect(order.gate).toBe(Infinity);
      }),
    );
  });

  it('that would have to be kept too long have to wait for the task whose turn it is', () => {
    const { order, merged } = recorded();
    order.add(1, 0, 'b', 20 * MIB, false);
    expect(order.gate).toBe(Infinity);
    order.add(2, 0, 'c', 20 * MIB, true);
    expect(order.gate).toBe(0);
    order.add(0, 0, 'a', 20 * MIB, false);
    expect(order.gate).toBe(0);
    order.add(0, 1, null, 0, true);
    expect(merged).toEqual(['a', 'b']);
    expect(order.gate).toBe(Infinity);
  });

  it('of a run that is cut short are merged with gaps between them', () => {
    const { order, merged } = recorded();
    order.add(3, 0, 'd', 1, true);
    order.add(1, 0, 'b', 1, true);
    order.flush();
    expect(merged).toEqual(['b', 'd']);
  });
});
