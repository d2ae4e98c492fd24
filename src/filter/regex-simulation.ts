import type { RegexProgram } from './regex-program.js';
import type { Assertion } from './regex-syntax.js';

/** What stood in front of a place: nothing, a letter, digit or `_`, or something else. */
export const BEFORE = { start: 0, word: 1, other: 2 } as const;
export type Before = (typeof BEFORE)[keyof typeof BEFORE];

const KINDS = { match: 0, split: 1, set: 2, assertion: 3 } as const;
const HOLDS: Readonly<Record<Assertion, number>> = { start: 0, end: 1, word: 2, inner: 3 };

/** The automaton of a regular expression in all of its states at once: a step looks at each of them at most once. */
export class RegexSimulation {
  /** the states that the last step led to: the first `count` */
  reached: Int32Array;
  count = 0;
  private spare: Int32Array;
  private readonly kinds: Uint8Array;
  private readonly next: Int32Array;
  /** of a split its second way, of an assertion what must hold */
  private readonly other: Int32Array;
  private readonly classes: readonly (Uint8Array | null)[];
  private readonly open: Int32Array;
  /** the step in which a state was looked at last, and in which it was reached */
  private readonly seen: Float64Array;
  private readonly queued: Float64Array;
  private steps = 0;

  constructor(private readonly program: RegexProgram) {
    const { states } = program;
    const size = states.length;
    this.kinds = Uint8Array.from(states, ({ kind }) => KINDS[kind]);
    this.next = Int32Array.from(states, (state) => (state.kind === 'match' ? 0 : state.next));
    this.other = Int32Array.from(states, (state) => (state.kind === 'split' ? state.other : state.kind === 'assertion' ? HOLDS[state.holds] : 0));
    this.classes = states.map((state) => (state.kind === 'set' ? state.classes : null));
    this.reached = new Int32Array(size);
    this.spare = new Int32Array(size);
    this.open = new Int32Array(size * 3);
    this.seen = new Float64Array(size);
    this.queued = new Float64Array(size);
  }

  /**
   * Takes a character of class `kind` in the first `count` of some states; the class behind the last is the text's end. True when
   * there was a match in front of it.
   */
  step(states: ArrayLike<number>, count: number, before: Before, kind: number): boolean {
    const { kinds, next, other, classes, open, seen, queued, program, spare } = this;
    const isEnd = kind === program.bounds.length;
    const isEdge = (before === BEFORE.word) !== (!isEnd && program.words[kind] === 1);
    this.steps += 1;
    const now = this.steps;
    let opened = 0;
    let found = 1;
    // A match may begin anywhere.
    spare[0] = program.start;
    queued[program.start] = now;
    for (let i = 0; i < count; i += 1) {
      open[opened++] = states[i]!;
      while (opened > 0) {
        const state = open[--opened]!;
        if (seen[state] === now) continue;
        seen[state] = now;
        const ahead = next[state]!;
        switch (kinds[state]) {
          case KINDS.match:
            return true;
          case KINDS.split:
            open[opened++] = other[state]!;
            open[opened++] = ahead;
            break;
          case KINDS.set:
            if (isEnd || classes[state]![kind] === 0 || queued[ahead] === now) break;
            queued[ahead] = now;
            spare[found++] = ahead;
            break;
          default: {
            const holds = other[state]!;
            const isHeld = holds === HOLDS.start ? before === BEFORE.start : holds === HOLDS.end ? isEnd : (holds === HOLDS.word) === isEdge;
            if (isHeld) open[opened++] = ahead;
          }
        }
      }
    }
    this.spare = this.reached;
    this.reached = spare;
    this.count = found;
    return false;
  }
}
