import { nearest } from '../core/nearest.js';
import type { FieldType } from '../formats/field.js';
import type { Comparison, FilterNode, FilterValue, RangeEnd } from './filter-node.js';
import { fieldMeant } from '../formats/field-slip.js';
import { FilterText } from './filter-text.js';
import { conditionMeant, readWithoutColon, withColon } from './slip.js';
import { Regex } from './regex.js';
import { RegexError } from './regex-syntax.js';
import { compileValue } from './value-test.js';

/** Conditions in parentheses, and NOTs, in each other. */
const DEEPEST = 100;

const CONDITION = "a condition such as status:>=500, or a word";
const EXISTS = '_exists_';
const KEYWORDS = ['AND', 'OR', 'NOT'] as const;
const COMPARISONS: readonly Comparison[] = ['>=', '<=', '>', '<'];

const isComparison = (sign: string): boolean => COMPARISONS.some((each) => each === sign);

const OPEN: RangeEnd = { value: null, included: true };

/** Whether a field has one value: then it has no other besides. */
const isOneValue = (node: FilterNode): boolean =>
  node.kind === 'field' && node.value.kind === 'pattern' && node.value.parts.every((part) => typeof part === 'object');

/** The fields that a filter may ask for. */
export interface KnownFields {
  /** the types that formats give a field of that name; empty when no format has one */
  typesOf(name: string): readonly FieldType[];
  /** whether a name of no format's field is taken for a key of lines in JSON */
  isKey(name: string): boolean;
  names(): readonly string[];
}

/**
 * Reads the language by hand, by recursive descent. Of the parsers of Lucene's language liqe 3.8.7 and lucene-kit 1.3.0 were tried on ours:
 * both refuse `path:/api/v1` (a slash begins a regular expression), `host:10.0.0.0/8` and `path:~/.../`, liqe also `time:>=12:00`,
 * `host:10.0.*` and `status:(404 OR 5xx)`; lucene-kit takes `-host` for a name. What they say of a mistake is what their grammar expected, not what
 * a user may write. Field names, units and times would have to be looked at again behind them. It takes 200 lines.
 */
class Parser {
  private readonly text: FilterText;
  private depth = 0;
  /** where the bounds of the comparison or the range that was read last begin and end */
  private bounds: { from: number; to: number }[] = [];

  constructor(
    text: string,
    private readonly known: KnownFields,
  ) {
    this.text = new FilterText(text);
  }

  parse(): FilterNode {
    const node = this.any(null);
    if (!this.text.isOver) this.text.fail('AND, OR, or another condition');
    return node;
  }

  /** Conditions of which one must hold. `field` is the one whose values stand in parentheses, or null. */
  private any(field: string | null): FilterNode {
    const { text } = this;
    const nodes = [this.all(field)];
    for (;;) {
      text.skipBlanks();
      if (!text.takesKeyword('OR') && !text.takes('||')) break;
      nodes.push(this.all(field));
    }
    return nodes.length === 1 ? nodes[0]! : { kind: 'any', nodes };
  }

  private all(field: string | null): FilterNode {
    const { text } = this;
    const nodes = [this.condition(field)];
    for (;;) {
      text.skipBlanks();
      const isJoined = text.takesKeyword('AND') || text.takes('&&');
      if (!isJoined && (text.isOver || text.startsWith(')') || text.startsWith('||') || text.isKeyword('OR'))) break;
      const start = text.at;
      const node = this.condition(field);
      // Elsewhere blanks between values mean OR, here they mean AND: what never holds was not meant.
      if (!isJoined && field !== null && isOneValue(node) && isOneValue(nodes.at(-1)!)) text.fail(`OR between values of '${field}'`, start);
      nodes.push(node);
    }
    return nodes.length === 1 ? nodes[0]! : { kind: 'all', nodes };
  }

  private condition(field: string | null): FilterNode {
    const { text } = this;
    text.skipBlanks();
    if (++this.depth > DEEPEST) text.fail(`no more than ${DEEPEST} conditions in each other`);
    const node = this.negation(field) ?? this.group(field) ?? (field === null ? this.term() : this.value(field));
    this.depth -= 1;
    return node;
  }

  private negation(field: string | null): FilterNode | null {
    const { text } = this;
    if (!text.takesKeyword('NOT') && !text.takes('!') && !text.takes('-')) return null;
    return { kind: 'not', node: this.condition(field) };
  }

  private group(field: string | null): FilterNode | null {
    const { text } = this;
    const start = text.at;
    if (!text.takes('(')) return null;
    const node = this.any(field);
    if (!text.takes(')')) text.fail(text.isOver ? `')' for the '(' in column ${start + 1}` : "AND, OR, another condition, or ')'");
    return node;
  }

  private term(): FilterNode {
    const { text } = this;
    if (text.isOver || text.startsWith(')') || text.isKeyword('AND') || text.isKeyword('OR')) text.fail(CONDITION);
    if (text.startsWith('~/')) return { kind: 'line', value: this.regex() };
    const start = text.at;
    const name = text.fieldName();
    if (name === null) return this.withoutColon() ?? { kind: 'line', value: this.pattern(CONDITION) };
    if (name === EXISTS) return this.exists();
    this.refuseUnknown(name, start);
    text.skipBlanks();
    return this.group(name) ?? this.value(name);
  }

  /** `status>=500`. Null for a text; what would hardly be meant as one is refused. */
  private withoutColon(): FilterNode | null {
    const { text } = this;
    const start = text.at;
    const found = readWithoutColon(text.text.slice(start));
    if (found === null) return null;
    const { name, sign } = found;
    const behind = start + name.length + sign.length;
    if (name === '') {
      if (sign !== '~' && /^(?:[\s\d]|$)/.test(text.text.slice(behind, behind + 1))) text.fail(`a field and ':' in front of '${sign}' (a text goes in quotes)`);
      return null;
    }
    text.at = start + name.length;
    if (isComparison(sign)) {
      this.refuseUnknown(name, start);
      return this.value(name);
    }
    if (this.known.typesOf(name).length > 0) {
      const at = text.at;
      text.at = behind;
      text.fail("':' between a field and its value (a text goes in quotes)", at, sign, withColon(found, text.word().text));
    }
    text.at = start;
    return null;
  }

  private exists(): FilterNode {
    const { text } = this;
    text.skipBlanks();
    const start = text.at;
    const { text: field } = text.word();
    if (field === '') text.fail('the name of a field', start);
    this.refuseUnknown(field, start);
    return { kind: 'exists', field };
  }

  private value(field: string): FilterNode {
    const { text } = this;
    const start = text.at;
    if (text.startsWith('"')) return this.checked(field, this.pattern('a value'), start);
    const keyword = KEYWORDS.find((each) => text.isKeyword(each));
    if (keyword !== undefined) text.fail(`a value ('${keyword}' as a text goes in quotes)`, start, keyword, keyword === 'NOT' ? `NOT ${field}:` : null);
    const value = this.comparison() ?? this.range() ?? (text.startsWith('~/') ? this.regex() : this.pattern('a value'));
    if (value.kind === 'pattern' && value.parts.length === 1 && value.parts[0] === 'any') return { kind: 'exists', field };
    return this.checked(field, value, start);
  }

  private comparison(): FilterValue | null {
    const { text } = this;
    const comparison = COMPARISONS.find((each) => text.takes(each));
    if (comparison === undefined) return null;
    text.skipBlanks();
    const start = text.at;
    const { text: bound } = text.word();
    if (bound === '') text.fail(`a value behind '${comparison}'`, start);
    this.bounds = [{ from: start, to: text.at }];
    return { kind: 'compare', comparison, bound };
  }

  private range(): FilterValue | null {
    const { text } = this;
    const isIncluded = text.startsWith('[');
    if (!text.takes('[') && !text.takes('{')) return null;
    this.bounds = [];
    const from = this.rangeEnd('the lower end of a range, or *', isIncluded);
    text.skipBlanks();
    if (!text.takesKeyword('TO')) text.fail("'TO' between the ends of a range");
    const to = this.rangeEnd('the upper end of a range, or *', false);
    text.skipBlanks();
    to.included = text.startsWith(']');
    if (!text.takes(']') && !text.takes('}')) text.fail("']' or '}' at the end of a range");
    return { kind: 'range', from, to };
  }

  private rangeEnd(expected: string, included: boolean): RangeEnd {
    const { text } = this;
    text.skipBlanks();
    const start = text.at;
    const { text: value, isQuoted } = text.word(']}');
    if (value === '') text.fail(expected, start);
    this.bounds.push({ from: start, to: text.at });
    return { value: value === '*' && !isQuoted ? null : value, included };
  }

  private pattern(expected: string): Extract<FilterValue, { kind: 'pattern' }> {
    const { text } = this;
    const start = text.at;
    const { parts } = text.word();
    if (parts.length === 0) text.fail(expected, start);
    return { kind: 'pattern', parts };
  }

  private regex(): Extract<FilterValue, { kind: 'regex' }> {
    const { text } = this;
    text.at += '~/'.length;
    const start = text.at;
    const source = text.regexSource();
    const ignoreCase = text.takes('i');
    if (!/^[\s)]?$/.test(text.text[text.at] ?? '')) text.fail("'i' or nothing behind a regular expression");
    try {
      new Regex(source, ignoreCase);
    } catch (error) {
      if (error instanceof RegexError) text.fail(`in the regular expression ${error.expected}`, Math.min(start + error.at, text.text.length));
      throw error;
    }
    return { kind: 'regex', source, ignoreCase };
  }

  private refuseUnknown(name: string, at: number): void {
    const { text } = this;
    // What begins like a URL is a text.
    if (this.known.typesOf(name).length > 0 || (this.known.isKey(name) && !text.startsWith('//'))) return;
    const written = text.text.slice(at, text.at).replace(/:$/, '');
    text.fail('the name of a field (what is no field goes in quotes)', at, written, fieldMeant(name) ?? nearest(name, this.known.names()));
  }

  /** The condition, if the field can be held against such a value in any format. */
  private checked(field: string, value: FilterValue, at: number): FilterNode {
    const { text } = this;
    const expected = this.expectedOf(field, value);
    if (expected === null) return { kind: 'field', field, value };
    const { from, to } = this.wrongPart(field, value) ?? { from: at, to: text.at };
    const found = text.text.slice(from, to);
    return text.fail(expected, from, found, value.kind === 'pattern' ? conditionMeant(field, found) : null);
  }

  /** What a field would need in place of a value in all formats, in words; null when the value will do in one of them. */
  private expectedOf(field: string, value: FilterValue): string | null {
    const types = this.known.typesOf(field);
    const expectations = (types.length === 0 ? (['text'] as const) : types).map((type) => compileValue(value, { name: field, type, slot: 0 }));
    const [first] = expectations;
    return typeof first === 'string' && expectations.every((each) => typeof each === 'string') ? first : null;
  }

  /** The bound that is wrong, when it is one, and not the comparison. */
  private wrongPart(field: string, value: FilterValue): { from: number; to: number } | null {
    const isWrong = (from: RangeEnd, to: RangeEnd): boolean => this.expectedOf(field, { kind: 'range', from, to }) !== null;
    if ((value.kind !== 'compare' && value.kind !== 'range') || isWrong(OPEN, OPEN)) return null;
    const [first = null, second = null] = this.bounds;
    if (value.kind === 'compare') return first;
    if (isWrong(value.from, OPEN)) return first;
    return isWrong(OPEN, value.to) ? second : null;
  }
}

/** Reads a filter's text. Throws a FilterError. */
export const parseNode = (text: string, known: KnownFields): FilterNode => new Parser(text, known).parse();
