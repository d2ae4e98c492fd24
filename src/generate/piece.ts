import type { Bytes } from '../core/units.js';
import { penText } from './line-pen.js';
import type { LinePen } from './line-pen.js';
import type { RequestDraw } from './request-draw.js';

/** Writes one part of a line for a request. */
export interface Piece {
  /** no part is longer */
  longest: Bytes;
  put(pen: LinePen, draw: RequestDraw): void;
  /** what it writes if that is one of a few texts: by one of the request's choices, -1 for a single text */
  readonly texts?: { all: readonly string[]; choice: number };
  /** what it is made of */
  readonly parts?: readonly Piece[];
  /** what it writes for requests that are not hostile */
  readonly ordinary?: Piece;
}

/** One of a few texts, by one of the request's choices. */
export const chosen = (texts: readonly string[], choice: number): Piece => {
  const all = texts.map((text) => penText(text));
  return {
    longest: Math.max(...all.map(({ length }) => length)),
    texts: { all: texts, choice },
    put: (pen, draw) => {
      pen.copy(all[draw.choices[choice]!]!);
    },
  };
};

/** A text that is the same in all lines. */
export const fixed = (text: string): Piece => {
  const bytes = penText(text);
  return { longest: bytes.length, texts: { all: [text], choice: -1 }, put: (pen) => { pen.copy(bytes); } };
};

/** Two pieces as one, where at most one of them makes a choice; null where they can't be. */
const united = ({ texts: first }: Piece, { texts: second }: Piece): Piece | null => {
  if (first === undefined || second === undefined) return null;
  if (first.choice < 0 && second.choice < 0) return fixed(first.all[0]! + second.all[0]!);
  if (first.choice < 0) return chosen(second.all.map((text) => first.all[0]! + text), second.choice);
  return second.choice < 0 ? chosen(first.all.map((text) => text + second.all[0]!), first.choice) : null;
};

/** The same as fewer pieces: neighbours that are texts become one, so that a line is made in few steps. */
export const joined = (pieces: readonly Piece[]): Piece[] => {
  const all: Piece[] = [];
  for (const piece of pieces.flatMap((each) => each.parts ?? [each])) {
    const one = all.length === 0 ? null : united(all.at(-1)!, piece);
    if (one === null) all.push(piece);
    else all[all.length - 1] = one;
  }
  return all;
};

/** The same for requests of which none is hostile. */
export const peaceful = (piece: Piece): Piece[] => {
  if (piece.ordinary !== undefined) return peaceful(piece.ordinary);
  return piece.parts === undefined ? [piece] : piece.parts.flatMap(peaceful);
};

/** A text of each hostile request, or null where it has the ordinary one. */
export const orHostile = (ordinary: Piece, texts: readonly (string | null)[]): Piece => {
  const all = texts.map((text) => (text === null ? null : penText(text)));
  return {
    longest: Math.max(ordinary.longest, ...all.map((bytes) => bytes?.length ?? 0)),
    ordinary,
    put: (pen, draw) => {
      const hostile = draw.hostile < 0 ? null : all[draw.hostile]!;
      if (hostile === null) ordinary.put(pen, draw);
      else pen.copy(hostile);
    },
  };
};

/** Several pieces, one behind the other. */
export const sequence = (pieces: readonly Piece[]): Piece => {
  const parts = joined(pieces);
  return {
    longest: parts.reduce((sum, { longest }) => sum + longest, 0),
    parts,
    put: (pen, draw) => {
      for (const part of parts) part.put(pen, draw);
    },
  };
};

/** A whole number that is made of a request. */
export const whole = (value: (draw: RequestDraw) => number): Piece => ({
  longest: 16,
  put: (pen, draw) => {
    pen.whole(value(draw));
  },
});
