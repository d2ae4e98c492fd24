import { isShared } from '../formats/field.js';
import type { Layout, LayoutPart } from '../formats/layouts/layout.js';
import { numberPiece, requestPiece, textPiece } from './field-pieces.js';
import type { Place } from './field-pieces.js';
import { fixed, sequence } from './piece.js';
import type { Piece } from './piece.js';
import { target } from './target-piece.js';
import { strftimePiece, timePiece } from './time-pieces.js';

type FieldPart = Extract<LayoutPart, { field: string }>;

const QUOTE = '"';
const SYSLOG = 'syslog';
const TOLD: ReadonlySet<string> = new Set(['request', 'url', SYSLOG, 'requestedHost', 'connection']);

/** The first characters of what may stand behind a part. */
const beginnings = (parts: readonly LayoutPart[]): string => {
  const [first, ...rest] = parts;
  if (first === undefined) return '';
  if ('literal' in first) return first.literal[0]!;
  if ('blanks' in first) return ' ';
  return 'optional' in first ? beginnings(first.optional) + beginnings(first.otherwise ?? rest) : '';
};

/** How the value of a field stands between its neighbours: nothing in it may look like what follows. */
const placeOf = ({ value, escape }: FieldPart, before: LayoutPart | undefined, behind: readonly LayoutPart[]): Place => {
  const follows = beginnings(behind);
  const isQuoted = before !== undefined && 'literal' in before && before.literal.endsWith(QUOTE) && follows.startsWith(QUOTE);
  if (isQuoted) return { escape, ends: '', none: '-' };
  return { escape, ends: `${follows}${value.kind === 'word' || value.kind === 'words' ? ' ,' : ''}`, none: '-' };
};

const fieldPiece = (part: FieldPart, place: Place, layout: Layout): Piece => {
  const { field, value } = part;
  // Of Apache's directives only one has seconds, and it has whole ones.
  const wholeSeconds = !layout.text.includes('$');
  switch (value.kind) {
    case 'text':
    case 'word':
    case 'words':
      return field === SYSLOG ? sequence([strftimePiece('%b %e %H:%M:%S'), fixed(' lb1')]) : textPiece(field, place);
    case 'request':
      return requestPiece(place, value.absolute ? 'https://shop.example:443' : '');
    case 'target':
      return target;
    case 'url':
      return sequence([fixed('https://shop.example:443'), target]);
    case 'status':
    case 'bytes':
      return numberPiece(field, 1);
    case 'number':
    case 'numbers':
      return numberPiece(field, value.per, wholeSeconds);
    case 'host-port':
      return sequence([textPiece(field, place), fixed(':'), numberPiece(value.port, 1)]);
    case 'time':
      return timePiece(value.time, !layout.text.includes('time_iso8601'));
  }
};

/** Fields that are worth writing where they might as well be missing. */
const isTold = (field: string): boolean => isShared(field) || TOLD.has(field);

/** Whether any field of parts is worth it; parts without a field are. */
const areTold = (parts: readonly LayoutPart[]): boolean => {
  const fields = fieldsOf(parts);
  return fields.length === 0 || fields.some(isTold);
};

const fieldsOf = (parts: readonly LayoutPart[]): string[] =>
  parts.flatMap((part) => ('field' in part ? [part.field] : 'optional' in part ? [...fieldsOf(part.optional), ...fieldsOf(part.otherwise ?? [])] : []));

const piecesOf = (parts: readonly LayoutPart[], behind: readonly LayoutPart[], layout: Layout): Piece[] =>
  parts.map((part, n): Piece => {
    if ('literal' in part) return fixed(part.literal);
    if ('blanks' in part) return fixed(' ');
    const following = [...parts.slice(n + 1), ...behind];
    if ('optional' in part) return sequence(piecesOf(areTold(part.optional) ? part.optional : (part.otherwise ?? []), following, layout));
    return fieldPiece(part, placeOf(part, parts[n - 1], following), layout);
  });

/** The parts of a line in a text layout. Of what may be missing, that is there which is about the request. */
export const layoutPieces = (layout: Layout): Piece[] => piecesOf(layout.parts, [], layout);
