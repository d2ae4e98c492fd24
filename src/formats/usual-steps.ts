import { SLOT } from './field.js';
import { OP, QUOTED } from './step.js';
import type { Step } from './step.js';

type UsualStep = readonly [op: Step['op'], literal: string, slot?: number];

/** The steps of `%h %l %u %t "%r" %>s %b`, the second field either one or the dash that nginx writes there. */
const USUAL_END: readonly UsualStep[] = [
  [OP.text, ' [', SLOT.user],
  [OP.literal, ' ['],
  [OP.time, '] "', SLOT.time],
  [OP.literal, '] "'],
  [OP.request, '" '],
  [OP.literal, '" '],
  [OP.status, ' ', SLOT.status],
  [OP.literal, ' '],
  [OP.bytes, '', SLOT.bytes],
];
const USUAL: readonly (readonly UsualStep[])[] = [
  [[OP.word, ' ', SLOT.host], [OP.literal, ' '], [OP.text, ' ', SLOT.ident], [OP.literal, ' '], ...USUAL_END],
  [[OP.word, ' - ', SLOT.host], [OP.literal, ' - '], ...USUAL_END],
];

/** Where the needed steps end in the usual ones, or -1. */
export const usualStep = (steps: readonly Step[], needed: number): number => {
  for (const usual of USUAL) {
    const from = needed - usual.length;
    const isUsual = usual.every(([op, literal, slot], i) => {
      const step = steps[from + i];
      if (step?.op !== op || (slot !== undefined && step.slot !== slot)) return false;
      if (op === OP.request) return step.quoted === QUOTED.backslash && !step.lenient;
      if (op === OP.time) return step.time?.shape === 'clf' && step.completes && step.begins;
      if (op === OP.bytes) return step.literal.length === 0 || step.literal[0] === 32;
      return Buffer.from(step.literal).toString() === literal;
    });
    if (isUsual) return from;
  }
  return -1;
};
