import { nearest } from '../../core/nearest.js';
import { FieldBook, isShared } from '../field.js';
import { LayoutError, PartList } from './layout.js';
import type { LayoutPart, ValueKind } from './layout.js';
import { isWholeTime, missingPieces, piecesOf } from '../time/strftime.js';
import type { TimePiece } from '../time/strftime.js';

/** A part with its place in the layout that was pasted, and another name for its field if there is one of that name before it. */
export interface PlacedPart {
  part: LayoutPart;
  otherwise?: string;
  at: number;
}

type FieldPart = Extract<LayoutPart, { field: string }>;

/** Kinds that know by themselves where they end. */
const SELF_ENDING: ReadonlySet<ValueKind['kind']> = new Set(['number', 'numbers', 'bytes', 'status', 'time']);

const isField = (part: LayoutPart | undefined): part is FieldPart => part !== undefined && 'field' in part;

const isLiteral = (part: LayoutPart | undefined, text: string): boolean => part !== undefined && 'literal' in part && part.literal === text;

/** Makes one part of those that stand for one thing: `%v:%p`, `%U%q`, `$uri$is_args$args`. */
const merge = (parts: readonly PlacedPart[]): PlacedPart[] => {
  const merged: PlacedPart[] = [];
  for (let i = 0; i < parts.length; i += 1) {
    const placed = parts[i]!;
    const { part } = placed;
    const [second, third] = [parts[i + 1]?.part, parts[i + 2]?.part];
    const isAddress = isField(part) && (part.value.kind === 'word' || part.field === 'vhost');
    if (isAddress && isLiteral(second, ':') && isField(third) && /port$/i.test(third.field)) {
      // An address and its port are one field of the line, because an IPv6 address has colons of its own.
      merged.push({ ...placed, part: { ...part, value: { kind: 'host-port', port: third.field, ...(part.value.kind === 'word' ? {} : { lenient: true }) } } });
      i += 2;
    } else if (isField(part) && part.field === 'path' && isField(second) && second.field === 'query') {
      merged.push({ ...placed, part: { ...part, value: { kind: 'target' } } });
      i += 1;
    } else if (isField(part) && part.field === 'path' && (isLiteral(second, '?') || (isField(second) && second.field === 'is_args')) && isField(third) && third.field === 'query') {
      merged.push({ ...placed, part: { ...part, value: { kind: 'target' } } });
      i += 2;
    } else merged.push(placed);
  }
  return merged;
};

/** The parts of a group that may be missing, ready to be compiled. */
export const joinParts = (parts: readonly PlacedPart[]): LayoutPart[] => merge(joinLiterals(parts)).map(({ part }) => part);

/** The names that a part gives to fields; those of what is taken apart are its own. */
const namesOf = ({ field, value }: FieldPart): readonly string[] => {
  switch (value.kind) {
    case 'request':
      return ['method', 'path', 'query', 'protocol'];
    case 'target':
      return ['path', 'query'];
    case 'url':
      return ['scheme', 'vhost', 'port', 'path', 'query'];
    case 'host-port':
      return [field, value.port];
    default:
      return [field];
  }
};

/** What is no shared field any more, because another is, keeps its bytes and loses what its name said of it. */
const asOwn = (part: FieldPart, name: string): FieldPart => {
  const { value } = part;
  const kept: ValueKind = value.kind === 'request' || value.kind === 'target' || value.kind === 'url' ? { kind: 'text' } : value;
  return { ...part, field: name, value: kept };
};

/** Gives each field a name of its own: the first that claims a name has it. The parts of one time share theirs. */
const rename = (parts: readonly PlacedPart[]): PlacedPart[] => {
  const book = new FieldBook();
  // A whole request says best what its parts are: whoever else says it, too, does so under another name.
  const whole = parts.find(({ part }) => isField(part) && part.value.kind === 'request');
  return parts.map((placed) => {
    const { part, otherwise } = placed;
    if (!isField(part)) return placed;
    const isSecond = namesOf(part).some((name) => book.has(name)) || (whole !== undefined && placed !== whole && namesOf(part).some((name) => namesOf(whole.part as FieldPart).includes(name)));
    const isPartOfTime = part.value.kind === 'time' && (part.value.time.shape === 'strftime' || part.value.time.shape === 'fraction');
    if (!isSecond || (isPartOfTime && book.has(part.field))) {
      for (const name of namesOf(part)) book.add(name, 'text');
      return placed;
    }
    const own = asOwn(part, book.freeName(otherwise !== undefined && !isShared(otherwise) ? otherwise : `${part.field}_2`));
    book.add(own.field, 'text');
    return { ...placed, part: own };
  });
};

/** What a time's parts say together, by its name. */
const sayings = (parts: readonly PlacedPart[], whole: string): Map<string, Set<TimePiece>> => {
  const said = new Map<string, Set<TimePiece>>();
  for (const { part, at } of parts) {
    if (!isField(part) || part.value.kind !== 'time') continue;
    const pieces = said.get(part.field) ?? new Set();
    said.set(part.field, pieces);
    const { time } = part.value;
    if (time.shape === 'strftime') for (const piece of piecesOf(time.pattern, whole, Math.max(at, whole.indexOf(time.pattern, at)))) pieces.add(piece);
    else if (time.shape !== 'fraction') pieces.add('epoch');
  }
  return said;
};

/** How nginx calls a time, with dashes. */
const TIME_VARIABLES = ['time-local', 'time-iso8601', 'msec'];

/** The error of a layout without a time: where a variable has a name that is like one's, or at the end. */
const timeless = (parts: readonly PlacedPart[], whole: string): LayoutError => {
  for (const { part, at } of parts) {
    if (!isField(part) || isShared(part.field) || whole[at] !== '$') continue;
    const meant = nearest(part.field, TIME_VARIABLES);
    if (meant !== null) return new LayoutError(whole, at, 'a time somewhere', `$${part.field}`, `$${meant.replaceAll('-', '_')}`);
  }
  return new LayoutError(whole, whole.length, 'a time somewhere', '');
};

/**
 * The parts of a layout, ready to be compiled: what stands for one thing made one, fields named. Throws a LayoutError when the
 * layout has no whole time, or when nothing tells where a field ends.
 */
export const finishParts = (placed: readonly PlacedPart[], whole: string): LayoutPart[] => {
  const parts = rename(merge(joinLiterals(placed)));
  const said = sayings(parts, whole);
  if (!said.has('time')) throw timeless(parts, whole);
  for (const pieces of said.values()) {
    if (!isWholeTime(pieces)) throw new LayoutError(whole, whole.length, `the rest of a time, which lacks ${missingPieces(pieces).join(', ')}`, '');
  }
  parts.forEach(({ part, at }, i) => {
    const next = parts[i + 1];
    if (!isField(part) || next === undefined || !isField(next.part) || SELF_ENDING.has(part.value.kind)) return;
    const endsAtSlash = next.part.value.kind === 'target' || next.part.field === 'path';
    if (!endsAtSlash || part.value.kind === 'request') {
      throw new LayoutError(whole, next.at, `something that tells where the field of column ${at + 1} ends`, whole.slice(next.at, next.at + 20));
    }
  });
  const list = new PartList();
  for (const { part } of parts) list.push(part);
  return list.parts;
};

/** Literals that touch, as one. */
const joinLiterals = (parts: readonly PlacedPart[]): PlacedPart[] => {
  const joined: PlacedPart[] = [];
  for (const placed of parts) {
    const last = joined.at(-1);
    if (last !== undefined && 'literal' in last.part && 'literal' in placed.part) {
      joined[joined.length - 1] = { ...last, part: { literal: last.part.literal + placed.part.literal } };
    } else joined.push(placed);
  }
  return joined;
};
