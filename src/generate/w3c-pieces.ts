import type { W3cColumn, W3cColumns } from '../formats/w3c/w3c-column.js';
import { numberPiece, textPiece } from './field-pieces.js';
import { fixed } from './piece.js';
import type { Piece } from './piece.js';
import { target } from './target-piece.js';
import { strftimePiece } from './time-pieces.js';

const BLANKS = ' \t';

const columnPiece = ({ name, kind, escape }: W3cColumn): Piece => {
  switch (kind) {
    case 'date':
      return strftimePiece('%Y-%m-%d');
    case 'clock':
      return strftimePiece('%H:%M:%S');
    case 'target':
      return target;
    case 'took':
      return numberPiece(name, 1000);
    case 'status':
    case 'number':
    case 'bytes':
    case 'seconds':
      return numberPiece(name, 1);
    case 'text':
    case 'address':
    case 'time':
      return textPiece(name, { escape, ends: BLANKS, none: '-' });
  }
};

/** The parts of a line of W3C's columns, with tabs between CloudFront's and blanks between others. */
export const w3cPieces = ({ columns, isEdge }: W3cColumns): Piece[] =>
  columns.flatMap((column, n) => [...(n === 0 ? [] : [fixed(isEdge ? '\t' : ' ')]), columnPiece(column)]);
