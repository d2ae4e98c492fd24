import { FilterError } from './filter-error.js';
import type { PatternPart } from './filter-node.js';

/** More than anybody writes by hand. */
const LONGEST = 10_000;
/** Of what stands at a mistake so much is told. */
const SHOWN = 40;

const BLANK = /\s/;

/** A word or a quoted text. */
export interface Word {
  parts: readonly PatternPart[];
  /** its characters without quotes and backslashes, `*` and `?` as themselves */
  text: string;
  isQuoted: boolean;
}

class WordBuilder {
  readonly parts: PatternPart[] = [];
  text = '';

  literal(character: string): void {
    this.text += character;
    const last = this.parts.at(-1);
    if (last !== undefined && typeof last === 'object') last.literal += character;
    else this.parts.push({ literal: character });
  }

  /** `**` says no more than `*`. */
  wildcard(character: string): void {
    this.text += character;
    const part = character === '*' ? 'any' : 'one';
    if (part === 'one' || this.parts.at(-1) !== 'any') this.parts.push(part);
  }
}

/** A filter's text while it is read, from the left to the right. */
export class FilterText {
  at = 0;

  constructor(readonly text: string) {
    if (text.length > LONGEST) throw new FilterError(text.slice(0, LONGEST), LONGEST, `no more than ${LONGEST} characters`, '...');
  }

  get isOver(): boolean {
    return this.at >= this.text.length;
  }

  /** Refuses what stands at an offset: where it is now unless said otherwise. */
  fail(expected: string, at = this.at, found = this.foundAt(at), near: string | null = null): never {
    throw new FilterError(this.text, at, expected, found.slice(0, SHOWN), near);
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** Steps over a text if it stands here. */
  takes(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.at += text.length;
    return true;
  }

  skipBlanks(): void {
    while (!this.isOver && BLANK.test(this.text[this.at]!)) this.at += 1;
  }

  /** Whether one of the words that join conditions stands here by itself, in capitals or not. */
  isKeyword(keyword: string): boolean {
    const end = this.at + keyword.length;
    return this.text.slice(this.at, end).toUpperCase() === keyword && /^[\s()]?$/.test(this.text[end] ?? '');
  }

  takesKeyword(keyword: string): boolean {
    if (!this.isKeyword(keyword)) return false;
    this.at += keyword.length;
    return true;
  }

  /** Whether `&&` or `||` stands here. */
  isJoint(): boolean {
    return this.startsWith('&&') || this.startsWith('||');
  }

  /** A word up to a blank, a parenthesis, `&&`, `||` or one of the characters `ends`, or a text in quotes. Empty when there is none. */
  word(ends = ''): Word {
    return this.startsWith('"') ? this.quoted() : this.bare(ends);
  }

  /** The name of a field and the colon behind it; null, and nothing is read, when that is not what stands here. */
  fieldName(): string | null {
    const start = this.at;
    const { text, isQuoted } = this.word(':');
    const at = this.at;
    if (this.takes(':') && (text !== '' || !isQuoted)) {
      if (text === '') this.fail('the name of a field', at);
      return text;
    }
    this.at = start;
    return null;
  }

  /** What stands between the slashes of `/.../`, the first of which has been read; a slash behind a backslash or in brackets is part of it. */
  regexSource(): string {
    const start = this.at;
    let inSet = false;
    for (; !this.isOver; this.at += 1) {
      const character = this.text[this.at];
      if (character === '\\') this.at += 1;
      else if (character === '[') inSet = true;
      else if (character === ']') inSet = false;
      else if (character === '/' && !inSet) {
        this.at += 1;
        return this.text.slice(start, this.at - 1);
      }
    }
    return this.fail("'/' at the end of the regular expression", this.text.length);
  }

  private quoted(): Word {
    const word = new WordBuilder();
    this.at += 1;
    while (!this.takes('"')) {
      if (this.startsWith('\\')) this.at += 1;
      const character = this.text[this.at];
      if (character === undefined) return this.fail(`'"' at the end of the quoted text`, this.text.length);
      word.literal(character);
      this.at += 1;
    }
    return { parts: word.parts, text: word.text, isQuoted: true };
  }

  private bare(ends: string): Word {
    const word = new WordBuilder();
    for (; !this.isOver; this.at += 1) {
      const character = this.text[this.at]!;
      if (BLANK.test(character) || character === '(' || character === ')' || ends.includes(character) || this.isJoint()) break;
      if (character === '\\' && this.at + 1 < this.text.length) {
        this.at += 1;
        word.literal(this.text[this.at]!);
      } else if (character === '*' || character === '?') word.wildcard(character);
      else word.literal(character);
    }
    return { parts: word.parts, text: word.text, isQuoted: false };
  }

  private foundAt(at: number): string {
    return /^(?:[()[\]{}"]|[^\s()]+|\s)?/.exec(this.text.slice(at, at + SHOWN))?.[0] ?? '';
  }
}
