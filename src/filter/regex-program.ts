import { hasCode, LAST_CODE, WORD } from './code-ranges.js';
import type { CodeRanges } from './code-ranges.js';
import type { Assertion, RegexNode } from './regex-syntax.js';
import { RegexError } from './regex-syntax.js';

/** A larger automaton would make each byte of a hostile line too dear. */
const MOST_STATES = 1000;

/** A state of the automaton. */
export type RegexState =
  /** a character of a class in `classes` leads to `next` */
  | { kind: 'set'; classes: Uint8Array; next: number }
  | { kind: 'split'; next: number; other: number }
  | { kind: 'assertion'; holds: Assertion; next: number }
  | { kind: 'match' };

/** An automaton: its states may be in several at once, and characters that none of them tells apart are one class. */
export interface RegexProgram {
  states: readonly RegexState[];
  start: number;
  /** the first code point of each class, ascending; what lies before the next one's is of the class */
  bounds: readonly number[];
  /** by class: whether its characters are letters, digits or `_` */
  words: Uint8Array;
}

/** The first code points of the classes that sets make. */
const boundsOf = (sets: readonly CodeRanges[]): number[] => {
  const bounds = new Set([0]);
  for (const ranges of [WORD, ...sets]) {
    for (let i = 0; i < ranges.length; i += 2) {
      bounds.add(ranges[i]!);
      if (ranges[i + 1]! < LAST_CODE) bounds.add(ranges[i + 1]! + 1);
    }
  }
  return [...bounds].sort((a, b) => a - b);
};

const setsOf = (node: RegexNode): CodeRanges[] => {
  switch (node.kind) {
    case 'set':
      return [node.ranges];
    case 'sequence':
    case 'either':
      return node.nodes.flatMap(setsOf);
    case 'repeat':
      return setsOf(node.node);
    case 'assertion':
      return [];
  }
};

class Compiler {
  readonly states: RegexState[] = [{ kind: 'match' }];
  private readonly classes = new Map<CodeRanges, Uint8Array>();
  private steps = 0;

  constructor(private readonly bounds: readonly number[]) {}

  classesOf(ranges: CodeRanges): Uint8Array {
    let classes = this.classes.get(ranges);
    if (classes === undefined) {
      classes = Uint8Array.from(this.bounds, (bound) => (hasCode(ranges, bound) ? 1 : 0));
      this.classes.set(ranges, classes);
    }
    return classes;
  }

  /** The state from which a node, and then `next`, is matched. */
  entry(node: RegexNode, next: number): number {
    // Empty nodes make no states, but may be repeated a thousand times a thousand times.
    if (++this.steps > MOST_STATES * 10) throw new RegexError(0, 'a smaller regular expression');
    switch (node.kind) {
      case 'set':
        return this.add({ kind: 'set', classes: this.classesOf(node.ranges), next });
      case 'assertion':
        return this.add({ kind: 'assertion', holds: node.holds, next });
      case 'sequence':
        return node.nodes.reduceRight((behind, inner) => this.entry(inner, behind), next);
      case 'either':
        return node.nodes.map((inner) => this.entry(inner, next)).reduceRight((other, first) => this.add({ kind: 'split', next: first, other }));
      case 'repeat': {
        let entry = next;
        if (node.most === Infinity) {
          const split = { kind: 'split' as const, next: 0, other: next };
          entry = this.add(split);
          split.next = this.entry(node.node, entry);
        } else {
          for (let n = node.least; n < node.most; n += 1) entry = this.add({ kind: 'split', next: this.entry(node.node, entry), other: next });
        }
        for (let n = 0; n < node.least; n += 1) entry = this.entry(node.node, entry);
        return entry;
      }
    }
  }

  private add(state: RegexState): number {
    if (this.states.length >= MOST_STATES) throw new RegexError(0, 'a smaller regular expression');
    return this.states.push(state) - 1;
  }
}

/** Compiles a regular expression to an automaton. Throws a RegexError when that is too large. */
export const compileRegex = (node: RegexNode): RegexProgram => {
  const bounds = boundsOf(setsOf(node));
  const compiler = new Compiler(bounds);
  const start = compiler.entry(node, 0);
  return { states: compiler.states, start, bounds, words: compiler.classesOf(WORD) };
};
