import { BLANKS, DIGITS, foldedRanges, LAST_CODE, negated, NO_NEWLINE, normalised, WORD } from './code-ranges.js';
import type { CodeRanges } from './code-ranges.js';

/** What holds between two characters. `word` is `\b`, `inner` is `\B`. */
export type Assertion = 'start' | 'end' | 'word' | 'inner';

/** A regular expression as a tree. */
export type RegexNode =
  | { kind: 'set'; ranges: CodeRanges }
  | { kind: 'sequence' | 'either'; nodes: readonly RegexNode[] }
  | { kind: 'repeat'; node: RegexNode; least: number; most: number }
  | { kind: 'assertion'; holds: Assertion };

/** A text is no regular expression, or none that can be matched in linear time. */
export class RegexError extends Error {
  constructor(
    /** offset in the expression */
    readonly at: number,
    readonly expected: string,
  ) {
    super(`column ${at + 1}: expected ${expected}`);
  }
}

const DEEPEST = 50;
const MOST_REPEATS = 1000;
const NO_REPEAT = "no more than 1000 repetitions";

const CLASSES: Readonly<Record<string, CodeRanges>> = { d: DIGITS, w: WORD, s: BLANKS, D: negated(DIGITS), W: negated(WORD), S: negated(BLANKS) };
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, '0': 0 };
const ASSERTIONS: Readonly<Record<string, Assertion>> = { b: 'word', B: 'inner' };

class RegexParser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly ignoreCase: boolean,
  ) {}

  parse(): RegexNode {
    const node = this.either();
    if (this.at < this.text.length) throw new RegexError(this.at, "the end, or '(' in front of this");
    return node;
  }

  private either(): RegexNode {
    if (++this.depth > DEEPEST) throw new RegexError(this.at, `no more than ${DEEPEST} groups in each other`);
    const nodes = [this.sequence()];
    while (this.takes('|')) nodes.push(this.sequence());
    this.depth -= 1;
    return nodes.length === 1 ? nodes[0]! : { kind: 'either', nodes };
  }

  private sequence(): RegexNode {
    const nodes: RegexNode[] = [];
    while (this.at < this.text.length && this.peek() !== '|' && this.peek() !== ')') nodes.push(this.repeated());
    return { kind: 'sequence', nodes };
  }

  private repeated(): RegexNode {
    const start = this.at;
    let node = this.atom();
    for (;;) {
      const repeat = this.repeat();
      if (repeat === null) return node;
      if (node.kind === 'assertion') throw new RegexError(start, 'something that can be repeated');
      node = { kind: 'repeat', node, ...repeat };
    }
  }

  /** `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}`; the `?` behind it changes nothing about whether there is a match. */
  private repeat(): { least: number; most: number } | null {
    const match = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/.exec(this.text.slice(this.at, this.at + 32));
    if (match === null) return null;
    const [whole, least, comma, most] = match;
    const found =
      least === undefined
        ? { least: whole.startsWith('+') ? 1 : 0, most: whole.startsWith('?') ? 1 : Infinity }
        : { least: Number(least), most: comma === undefined ? Number(least) : most === '' ? Infinity : Number(most) };
    if (found.most < found.least) throw new RegexError(this.at, 'the smaller number first');
    if (found.least > MOST_REPEATS || (found.most > MOST_REPEATS && found.most !== Infinity)) throw new RegexError(this.at, NO_REPEAT);
    this.at += whole.length;
    return found;
  }

  private atom(): RegexNode {
    const character = this.next();
    switch (character) {
      case '(':
        return this.group();
      case '[':
        return this.set();
      case '.':
        return { kind: 'set', ranges: NO_NEWLINE };
      case '^':
        return { kind: 'assertion', holds: 'start' };
      case '$':
        return { kind: 'assertion', holds: 'end' };
      case '*':
      case '+':
      case '?':
        throw new RegexError(this.at - 1, 'something that is repeated in front of this');
      case '\\': {
        const holds = ASSERTIONS[this.peek()];
        if (holds === undefined) return this.ranges(this.escape());
        this.at += 1;
        return { kind: 'assertion', holds };
      }
      default:
        return this.ranges(this.codes(character));
    }
  }

  private group(): RegexNode {
    const start = this.at - 1;
    const head = /^\?(?::|P?<[A-Za-z_]\w*>)/.exec(this.text.slice(this.at, this.at + 100));
    if (head !== null) this.at += head[0].length;
    else if (this.peek() === '?') {
      throw new RegexError(this.at, "'(?:' or '(?<name>': what looks ahead or behind cannot be matched in linear time");
    }
    const node = this.either();
    if (!this.takes(')')) throw new RegexError(this.text.length, `')' for the '(' in its column ${start + 1}`);
    return node;
  }

  private set(): RegexNode {
    const start = this.at - 1;
    const isNegated = this.takes('^');
    const ranges: number[] = [];
    while (!this.takes(']')) {
      if (this.at >= this.text.length) throw new RegexError(this.at, `']' for the '[' in its column ${start + 1}`);
      const first = this.at;
      const from = this.member();
      if (this.peek() !== '-' || (this.text[this.at + 1] ?? ']') === ']') {
        ranges.push(...from);
        continue;
      }
      this.at += 1;
      const to = this.member();
      if (from.length !== 2 || from[0] !== from[1] || to.length !== 2 || to[0] !== to[1] || to[0]! < from[0]!) {
        throw new RegexError(first, 'a range such as a-z');
      }
      ranges.push(from[0]!, to[0]!);
    }
    const whole = this.ignoreCase ? foldedRanges(normalised(ranges)) : normalised(ranges);
    return { kind: 'set', ranges: isNegated ? negated(whole) : whole };
  }

  private member(): CodeRanges {
    const character = this.next();
    if (character !== '\\') return this.codes(character);
    return this.takes('b') ? [8, 8] : this.escape();
  }

  /** What an escape stands for; its backslash has been read. */
  private escape(): CodeRanges {
    const start = this.at - 1;
    const character = this.next();
    const ranges = CLASSES[character];
    if (ranges !== undefined) return ranges;
    const control = CONTROLS[character];
    if (control !== undefined) return [control, control];
    if (character === 'x' || character === 'u') {
      const pattern = character === 'x' ? /^[\dA-Fa-f]{2}/ : /^(?:[\dA-Fa-f]{4}|\{[\dA-Fa-f]{1,6}\})/;
      const digits = pattern.exec(this.text.slice(this.at, this.at + 8))?.[0] ?? '';
      const code = Number.parseInt(digits.replace(/[{}]/g, ''), 16);
      if (!(code <= LAST_CODE)) throw new RegexError(start, 'an escape such as \\x2f or \\u00e9');
      this.at += digits.length;
      return [code, code];
    }
    if (/^[1-9]$|^k$/.test(character)) throw new RegexError(start, 'no reference to a group: it cannot be matched in linear time');
    if (character === '' || /^[A-Za-z]$/.test(character)) throw new RegexError(start, 'an escape such as \\d, \\w, \\s, \\b or \\.');
    return this.codes(character);
  }

  private ranges(ranges: CodeRanges): RegexNode {
    return { kind: 'set', ranges: this.ignoreCase ? foldedRanges(ranges) : ranges };
  }

  private codes(character: string): CodeRanges {
    const code = character.codePointAt(0)!;
    return [code, code];
  }

  private peek(): string {
    return this.text[this.at] ?? '';
  }

  private takes(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  /** The next character, which may be two units; empty at the end. */
  private next(): string {
    const code = this.text.codePointAt(this.at);
    if (code === undefined) return '';
    const character = String.fromCodePoint(code);
    this.at += character.length;
    return character;
  }
}

/** Reads a regular expression in JavaScript's notation. Throws a RegexError. */
export const parseRegex = (text: string, ignoreCase: boolean): RegexNode => new RegexParser(text, ignoreCase).parse();
