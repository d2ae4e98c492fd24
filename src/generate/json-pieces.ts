import type { JsonField } from '../formats/json/json-mapping.js';
import { numberPiece, requestPiece, textPiece } from './field-pieces.js';
import type { Place } from './field-pieces.js';
import { fixed } from './piece.js';
import type { Piece } from './piece.js';
import { target } from './target-piece.js';
import { strftimePiece, timePiece } from './time-pieces.js';

const PLACE: Place = { escape: 'json', ends: '', none: '-' };

const quoted = (...pieces: readonly Piece[]): Piece[] => [fixed('"'), ...pieces, fixed('"')];

/** Keys by which loggers write a time as a number. */
const NUMERIC_TIME = /(?:^|\.)(?:ts|t|msec|epoch)$/;

const valuePieces = ({ name, kind, keys }: JsonField): Piece[] => {
  const { path, per } = keys[0]!;
  switch (kind) {
    case 'time':
      if (NUMERIC_TIME.test(path)) return [timePiece({ shape: 'epoch', unit: 's', fraction: true })];
      return quoted(strftimePiece('%Y-%m-%dT%H:%M:%S.%LZ'));
    case 'request':
      return quoted(requestPiece(PLACE, ''));
    case 'target':
      return quoted(target);
    case 'address':
    case 'text':
      return quoted(textPiece(name, PLACE));
    case 'status':
    case 'bytes':
    case 'number':
    case 'seconds':
      return [numberPiece(name, per)];
  }
};

/** An object of JSON, or one within it: by its keys in their order. */
interface Tree {
  [key: string]: Tree | JsonField;
}

const isField = (value: Tree | JsonField): value is JsonField => Array.isArray((value as JsonField).keys);

/** Puts a field where its first key says. A key may have dots of its own: it has them where another field stands in the way of an object. */
const plant = (tree: Tree, field: JsonField, paths: readonly string[]): void => {
  const { path } = field.keys[0]!;
  const keys = paths.some((other) => path.startsWith(`${other}.`)) ? [path] : path.split('.');
  const last = keys.pop()!;
  let at = tree;
  for (const key of keys) at = (at[key] ??= Object.create(null) as Tree) as Tree;
  at[last] = field;
};

const treePieces = (tree: Tree): Piece[] => [
  fixed('{'),
  ...Object.entries(tree).flatMap(([key, value], n) => [
    fixed(`${n === 0 ? '' : ','}${JSON.stringify(key)}:`),
    ...(isField(value) ? valuePieces(value) : treePieces(value)),
  ]),
  fixed('}'),
];

/** The parts of a line that is an object in JSON: each field at the first of its keys, within objects where that has dots. */
export const jsonPieces = (fields: readonly JsonField[]): Piece[] => {
  const tree = Object.create(null) as Tree;
  const paths = fields.map(({ keys }) => keys[0]!.path);
  for (const field of fields) plant(tree, field, paths);
  return treePieces(tree);
};
