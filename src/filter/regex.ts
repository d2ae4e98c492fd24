import { compileRegex } from './regex-program.js';
import type { RegexProgram } from './regex-program.js';
import { parseRegex } from './regex-syntax.js';

/** States of the deterministic automaton that are kept; when there are more, they are found anew. */
const MOST_KEPT = 512;

/** What stood in front of a place. */
type Before = 'start' | 'word' | 'other';

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
const FOUND = newPlace([], 'other', 0);
/** The text is over, and holds none. */
const LOST = newPlace([], 'other', 0);

/**
 * A regular expression over bytes in UTF-8, matched in one pass: an automaton of at most 1,000 states, whose deterministic
 * states are made as they are needed, at most 512 at a time, so that a byte costs a bounded amount of work whatever the
 * expression and the text. JavaScript's RegExp goes back and tries again, which `(a+)+$` makes exponential. re2js, RE2 in
 * JavaScript, is linear and well kept, but has 263 kB, takes 30 ms to load, and matches strings, of which one a line would have to be
 * made. There are no references to groups and no looking ahead or behind, which cannot be had in linear time. `\d \w \s \b`
 * are of ASCII. What is no UTF-8 is U+FFFD.
 */
export class Regex {
  private readonly program: RegexProgram;
  private readonly ascii: Uint16Array;
  private readonly classes: number;
  private first: Place;
  private readonly places = new Map<string, Place>();

  /** @throws RegexError */
  constructor(source: string, ignoreCase: boolean) {
    this.program = compileRegex(parseRegex(source, ignoreCase));
    this.classes = this.program.bounds.length;
    this.ascii = Uint16Array.from({ length: 128 }, (_, code) => this.classOf(code));
    this.first = newPlace([this.program.start], 'start', this.classes);
  }

  /** Whether it matches anywhere in bytes [from, to). */
  test(bytes: Uint8Array, from: number, to: number): boolean {
    let place = this.first;
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
      const next = place.next[kind] ?? this.follow(place, kind);
      if (next === FOUND) return true;
      place = next;
    }
    return (place.next[this.classes] ?? this.follow(place, this.classes)) === FOUND;
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

  /** Where a character of a class, or the end, leads. */
  private follow(place: Place, kind: number): Place {
    const next = this.placeBehind(place, kind);
    place.next[kind] = next;
    return next;
  }

  private placeBehind({ states: from, before }: Place, kind: number): Place {
    const { states, start, words } = this.program;
    const isEnd = kind === this.classes;
    const isWord = !isEnd && words[kind] === 1;
    const seen = new Set<number>();
    const open = [...from];
    // A match may begin anywhere.
    const behind = new Set<number>([start]);
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (seen.has(index)) continue;
      seen.add(index);
      const state = states[index]!;
      switch (state.kind) {
        case 'match':
          return FOUND;
        case 'split':
          open.push(state.next, state.other);
          break;
        case 'set':
          if (!isEnd && state.classes[kind] === 1) behind.add(state.next);
          break;
        case 'assertion': {
          const isEdge = (before === 'word') !== isWord;
          const holds = { start: before === 'start', end: isEnd, word: isEdge, inner: !isEdge }[state.holds];
          if (holds) open.push(state.next);
        }
      }
    }
    return isEnd ? LOST : this.placeOf([...behind].sort((a, b) => a - b), isWord ? 'word' : 'other');
  }

  private placeOf(states: readonly number[], before: Before): Place {
    const key = `${before} ${states.join(' ')}`;
    const known = this.places.get(key);
    if (known !== undefined) return known;
    if (this.places.size >= MOST_KEPT) {
      this.places.clear();
      // What is kept leads to what was dropped.
      this.first = newPlace([this.program.start], 'start', this.classes);
    }
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
