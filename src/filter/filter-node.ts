/** Part of a text that is compared: bytes as they are, `*` (any number of characters), `?` (one). */
export type PatternPart = { literal: string } | 'any' | 'one';

export type Comparison = '>' | '>=' | '<' | '<=';

/** One end of a range. */
export interface RangeEnd {
  /** null is open: `*` */
  value: string | null;
  included: boolean;
}

/** What a field's value is held against. Numbers, times and addresses stay as they were written until the field's type is known. */
export type FilterValue =
  | { kind: 'pattern'; parts: readonly PatternPart[] }
  | { kind: 'regex'; source: string; ignoreCase: boolean }
  | { kind: 'compare'; comparison: Comparison; bound: string }
  | { kind: 'range'; from: RangeEnd; to: RangeEnd };

/** A filter as a tree. `all` and `any` have two nodes at least. */
export type FilterNode =
  | { kind: 'all' | 'any'; nodes: readonly FilterNode[] }
  | { kind: 'not'; node: FilterNode }
  /** the field is there, whatever its value */
  | { kind: 'exists'; field: string }
  | { kind: 'field'; field: string; value: FilterValue }
  /** somewhere in the line as it was logged */
  | { kind: 'line'; value: Extract<FilterValue, { kind: 'pattern' | 'regex' }> };

/** The fields that a filter asks for, each once. */
export const fieldsOf = (node: FilterNode): string[] => {
  switch (node.kind) {
    case 'all':
    case 'any':
      return [...new Set(node.nodes.flatMap(fieldsOf))];
    case 'not':
      return fieldsOf(node.node);
    case 'exists':
    case 'field':
      return [node.field];
    case 'line':
      return [];
  }
};
