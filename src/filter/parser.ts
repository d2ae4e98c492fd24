import { nearest } from '../core/nearest.js';
import type { FieldType } from '../formats/field.js';
import type { Comparison, FilterNode, FilterValue, RangeEnd } from './filter-node.js';
import { FilterText } from './filter-text.js';
import { Regex } from './regex.js';
import { RegexError } from './regex-syntax.js';
import { compileValue } from './value-test.js';

/** Conditions in parentheses, and NOTs, in each other. */
const DEEPEST = 100;

const CONDITION = "a condition such as status:>=500, or a word";
const EXISTS = '_exists_';
const COMPARISONS: readonly Comparison[] = ['>=', '<=', '>', '<'];

/** The fields that a filter may ask for. */
export interface KnownFields {
  /** the types that formats give a field of that name; empty when no format has one */
  typesOf(name: string): readonly FieldType[];
  names(): readonly string[];
}

/**
 * Reads the language by hand, by recursive descent. Parsers of Lucene's there are several; of those that are kept up (lucene-kit,
 * liqe; lucene is not) none reads all of ours: a value that begins with a slash is the beginning of a regular expression to
 * them, `10.0.0.0/8` and `~/.../` are syntax errors, and what they say of a mistake is what their generated grammar expected, not what
 * a user may write. Field names, units and times would have to be looked at again behind them. It takes 200 lines.
 */
class Parser {
  private readonly text: FilterText;
  private depth = 0;

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
      nodes.push(this.condition(field));
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
    if (name === null) return { kind: 'line', value: this.pattern(CONDITION) };
    if (name === EXISTS) return this.exists();
    this.refuseUnknown(name, start);
    text.skipBlanks();
    return this.group(name) ?? this.value(name);
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
    return { kind: 'compare', comparison, bound };
  }

  private range(): FilterValue | null {
    const { text } = this;
    const isIncluded = text.startsWith('[');
    if (!text.takes('[') && !text.takes('{')) return null;
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
    if (this.known.typesOf(name).length > 0) return;
    const { text } = this;
    const written = text.text.slice(at, text.at).replace(/:$/, '');
    text.fail('the name of a field (what is no field goes in quotes)', at, written, nearest(name, this.known.names()));
  }

  /** The condition, if the field can be held against such a value in any format. */
  private checked(field: string, value: FilterValue, at: number): FilterNode {
    const { text } = this;
    const expectations = this.known.typesOf(field).map((type) => compileValue(value, { name: field, type, slot: 0 }));
    const [first] = expectations;
    if (typeof first === 'string' && expectations.every((each) => typeof each === 'string')) text.fail(first, at, text.text.slice(at, text.at));
    return { kind: 'field', field, value };
  }
}

/** Reads a filter's text. Throws a FilterError. */
export const parseNode = (text: string, known: KnownFields): FilterNode => new Parser(text, known).parse();
