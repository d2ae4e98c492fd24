import { penText } from './line-pen.js';
import type { LinePen } from './line-pen.js';
import { orHostile } from './piece.js';
import type { Piece } from './piece.js';
import { HOSTILE, QUERY_STARTS, SECTION_NAMES, SLUGS } from './site-texts.js';

const SECTIONS = SECTION_NAMES.map((name) => penText(`/${name}/`));
const SLUG_BYTES = SLUGS.map((slug) => penText(slug));
const QUERIES = QUERY_STARTS.map((query) => penText(query));
/** Room that any path or query fits in. */
const LONGEST = 80;
const SLASH = 47;
const QUESTION = 63;

const mix = (rank: number): number => Math.imul(rank + 7, 0x85ebca6b) >>> 8;

const putPath = (pen: LinePen, rank: number): void => {
  if (rank === 0) {
    pen.byte(SLASH);
    return;
  }
  const mixed = mix(rank);
  // The square favours the first sections.
  const drawn = (mixed & 255) / 256;
  pen.copy(SECTIONS[Math.floor(drawn * drawn * SECTIONS.length)]!);
  pen.copy(SLUG_BYTES[(mixed >>> 8) % SLUG_BYTES.length]!);
  pen.whole(rank);
};

/** A quarter of the targets have a query. */
const hasQuery = (rank: number): boolean => ((mix(rank) >>> 14) & 3) === 0;

const putQuery = (pen: LinePen, rank: number): void => {
  pen.copy(QUERIES[(mix(rank) >>> 16) & 3]!);
  pen.whole(rank & 1023);
};

const pathOf = (target: string): string => target.split('?')[0]!;
const queryOf = (target: string): string => target.split('?').slice(1).join('?') || '-';

/** What a rank's request asks for: no two ranks have the same path. */
export const target: Piece = orHostile(
  {
    longest: 2 * LONGEST,
    put: (pen, { path }) => {
      putPath(pen, path);
      if (!hasQuery(path)) return;
      pen.byte(QUESTION);
      putQuery(pen, path);
    },
  },
  HOSTILE.map((request) => request.target),
);

/** The target without its query. */
export const path: Piece = orHostile({ longest: LONGEST, put: (pen, draw) => { putPath(pen, draw.path); } }, HOSTILE.map((request) => pathOf(request.target)));

/** The query without its mark; `none` where there is none. */
export const queryOr = (none: string): Piece => {
  const absent = penText(none);
  return orHostile(
    {
      longest: LONGEST,
      put: (pen, draw) => {
        if (hasQuery(draw.path)) putQuery(pen, draw.path);
        else pen.copy(absent);
      },
    },
    HOSTILE.map((request) => queryOf(request.target).replace(/^-$/, none)),
  );
};
