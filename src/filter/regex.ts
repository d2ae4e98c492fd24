import { compileRegex } from './regex-program.js';
import type { RegexProgram } from './regex-program.js';
import { BEFORE, RegexSimulation } from './regex-simulation.js';
import type { Before } from './regex-simulation.js';
import { parseRegex } from './regex-syntax.js';

/** States of the deterministic automaton that are kept. */
const MOST_KEPT = 512;

/** States of the automaton that it may be in at one place of a text. */
interface Place {
  states: readonly number[];
  before: Before;
  /** by class, the end being the class behind the last: null is not known yet */
  next: (Place | null)[];
}

const REPLACEMENT = 0xfffd;

const newPlace = (states: readonly number[], before: Before, classes: number): Place => ({
  states,
  before,
  next: new Array<Place | null>(classes + 1).fill(null),
});

/** The text holds a match, whatever follows. */
const FOUND = newPlace([], BEFORE.other, 0);
/** The text is over, and holds none. */
const LOST = newPlace([], BEFORE.other, 0);

/**
 * A regular expression over bytes in UTF-8, matched in one pass: an automaton of at most 1,000 states, whose deterministic
 * states are made as they are needed, at most 512, and beyond them all states are followed at once: a byte costs a bounded amount
 * of work whatever the expression and the text. JavaScript's RegExp goes back and tries again, which `(a+)+$` makes exponential. re2js, RE2 in
 * JavaScript, is linear and well kept, but has 263 kB, takes 30 ms to load, and matches strings, of which one a line would have to be
 * made. There are no references to groups and no looking ahead or behind, which cannot be had in linear time. `\d \w \s \b`
 * are of ASCII. What is no UTF-8 is U+FFFD.
 */
export class Regex {
  private readonly program: RegexProgram;
  private readonly simulation: RegexSimulation;
  private readonly ascii: Uint16Array;
  /** how many there are, which is the number of the end's class */
  private readonly classes: number;
  private readonly first: Place;
  private readonly places = new Map<string, Place>();

  /** @throws RegexError */
  constructor(
    source: string,
    ignoreCase: boolean,
    private readonly mostKept = MOST_KEPT,
  ) {
    this.program = compileRegex(parseRegex(source, ignoreCase));
    this.simulation = new RegexSimulation(this.program);
    this.classes = this.program.bounds.length;
    this.ascii = Uint16Array.from({ length: 128 }, (_, code) => this.classOf(code));
    this.first = newPlace([this.program.start], BEFORE.start, this.classes);
  }

  /** Whether it matches anywhere in bytes [from, to). */
  test(bytes: Uint8Array, from: number, to: number): boolean {
    const { simulation, classes } = this;
    // Null when there are no more places to be had: then the simulation knows the states.
    let place: Place | null = this.first;
    let before: Before = BEFORE.start;
    for (let at = from; at < to; ) {
      const byte = bytes[at]!;
      let code = byte;
      let length = 1;
      if (byte >= 0x80) {
        length = sequenceLength(bytes, at, to);
        code = length === 0 ? REPLACEMENT : codeAt(bytes, at, length);
        if (length === 0) length = 1;
      }
      at += length;
      const kind = code < 128 ? this.ascii[code]! : this.classOf(code);
      if (place !== null) {
        place = place.next[kind] ?? this.follow(place, kind);
        if (place === FOUND) return true;
        if (place !== null) continue;
      } else if (simulation.step(simulation.reached, simulation.count, before, kind)) return true;
      before = this.program.words[kind] === 1 ? BEFORE.word : BEFORE.other;
    }
    if (place === null) return simulation.step(simulation.reached, simulation.count, before, classes);
    return (place.next[classes] ?? this.follow(place, classes)) === FOUND;
  }

  private classOf(code: number): number {
    const { bounds } = this.program;
    let low = 0;
    let high = bounds.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (bounds[middle]! <= code) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Where a character of a class, or the end, leads; null to a place that is not kept, whose states the simulation has. */
  private follow(place: Place, kind: number): Place | null {
    const isFound = this.simulation.step(place.states, place.states.length, place.before, kind);
    const next = isFound ? FOUND : kind === this.classes ? LOST : this.reachedPlace(kind);
    place.next[kind] = next;
    return next;
  }

  private reachedPlace(kind: number): Place | null {
    const { reached, count } = this.simulation;
    const before = this.program.words[kind] === 1 ? BEFORE.word : BEFORE.other;
    const states = [...reached.subarray(0, count).sort()];
    const key = `${before} ${states.join(' ')}`;
    const known = this.places.get(key);
    if (known !== undefined) return known;
    if (this.places.size >= this.mostKept) return null;
    const place = newPlace(states, before, this.classes);
    this.places.set(key, place);
    return place;
  }
}

/** The length of the UTF-8 sequence at `at`; 0 when there is none. */
const sequenceLength = (bytes: Uint8Array, at: number, to: number): number => {
  const byte = bytes[at]!;
  const length = byte >= 0xc2 && byte < 0xe0 ? 2 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > to) return 0;
  for (let n = 1; n < length; n += 1) if ((bytes[at + n]! & 0xc0) !== 0x80) return 0;
  return length;
};

const codeAt = (bytes: Uint8Array, at: number, length: number): number => {
  let code = bytes[at]! & (0xff >> (length + 1));
  for (let n = 1; n < length; n += 1) code = (code << 6) | (bytes[at + n]! & 0x3f);
  return code;
};
