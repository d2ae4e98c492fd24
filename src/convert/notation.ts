/** The notations that records can be written in. */
export const NOTATIONS = ['json', 'csv', 'logfmt', 'combined'] as const;
export type Notation = (typeof NOTATIONS)[number];
