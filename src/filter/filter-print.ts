import type { FilterNode, FilterValue, PatternPart, RangeEnd } from './filter-node.js';

const PLAIN_NAME = /^[A-Za-z][\w.]*$/;

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

const name = (field: string): string => (PLAIN_NAME.test(field) ? field : quote(field));

const partText = (part: PatternPart): string => {
  if (part === 'any') return '*';
  return part === 'one' ? '?' : part.literal.replace(/[^A-Za-z0-9./_]/g, '\\$&');
};

const patternText = (parts: readonly PatternPart[]): string => {
  const [first] = parts;
  return parts.length === 1 && typeof first === 'object' ? quote(first.literal) : parts.map(partText).join('');
};

const endText = ({ value }: RangeEnd): string => (value === null ? '*' : quote(value));

const valueText = (value: FilterValue): string => {
  switch (value.kind) {
    case 'pattern':
      return patternText(value.parts);
    case 'regex':
      return `~/${value.source}/${value.ignoreCase ? 'i' : ''}`;
    case 'compare':
      return `${value.comparison}${quote(value.bound)}`;
    case 'range':
      return `${value.from.included ? '[' : '{'}${endText(value.from)} TO ${endText(value.to)}${value.to.included ? ']' : '}'}`;
  }
};

/** Writes a filter's tree as a text that parseFilter reads as that tree again. */
export const printFilter = (node: FilterNode): string => {
  switch (node.kind) {
    case 'all':
    case 'any':
      return node.nodes.map(operand).join(node.kind === 'all' ? ' AND ' : ' OR ');
    case 'not':
      return `NOT ${operand(node.node)}`;
    case 'exists':
      return `_exists_:${name(node.field)}`;
    case 'field':
      return `${name(node.field)}:${valueText(node.value)}`;
    case 'line':
      return valueText(node.value);
  }
};

const operand = (node: FilterNode): string => (node.kind === 'all' || node.kind === 'any' ? `(${printFilter(node)})` : printFilter(node));
