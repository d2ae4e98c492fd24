import assert from 'node:assert/strict';
import type { Opening } from './scene.js';
import { Scene } from './scene.js';
import type { Step } from './step.js';
import { runStep } from './step.js';
import { judge } from './verdict.js';

/** A sequence that is run once, from its opening to the verdict. */
export interface Trial {
  opening: Opening;
  steps: readonly Step[];
}

const text = (given: unknown): string => JSON.stringify(given).replace(/"(\w+)":/g, '$1: ').replaceAll(',', ', ');

/**
 * Runs a sequence beside its model.
 *
 * @param trace gets a sentence for each step, and what the directory holds after it
 * @throws an AssertionError that says which promise was broken
 */
export const run = ({ opening, steps }: Trial, trace?: (line: string) => void): void => {
  const scene = new Scene(opening);
  let told = 0;
  let shown = 0;
  const show = (what: string): void => {
    if (trace === undefined) return;
    trace(what);
    for (const event of scene.events.slice(told)) trace(`    told: ${event.name}, ${event.detail ?? '-'} (${event.missingBytes})`);
    if (scene.account.read.length > shown) trace(`    read: ${scene.account.read.slice(shown).map((line) => JSON.stringify(line.slice(0, 40))).join(' ')}`);
    told = scene.events.length;
    shown = scene.account.read.length;
    for (const entry of scene.log.disk.list()) trace(`    ${entry}`);
  };
  try {
    show(`begin ${text(opening)}`);
    for (const step of steps) {
      runStep(scene, step);
      show(`${step.do} ${text(step.with)}`);
    }
    scene.end();
    show('end');
    const wrong = judge(scene, opening.texts === 'different');
    assert(wrong.length === 0, wrong.slice(0, 10).join('\n'));
  } finally {
    scene.dispose();
  }
};

/** The sequence in sentences, with the directory after each step, and how it ended. */
export const describeTrial = (trial: Trial): string => {
  const lines: string[] = [];
  try {
    run(trial, (line) => lines.push(line));
    lines.push('it went well this time');
  } catch (error) {
    lines.push(error instanceof Error ? error.message : String(error));
  }
  return lines.join('\n');
};
