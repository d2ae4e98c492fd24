import { SLOT } from './field.js';
import type { LineRecord } from './line-record.js';
import { sectionOf } from './request.js';
import type { SectionPlace } from './request.js';

const PATH = SLOT.path * 2;
const SECTION = SLOT.section * 2;
const SLASH = 47;

const NONE: SectionPlace = { kind: 'none', from: 0, to: 0 };
const place: SectionPlace = { kind: 'none', from: 0, to: 0 };

const sectionIn = (bytes: Uint8Array, from: number, to: number): SectionPlace => {
  sectionOf(bytes, from, to, place);
  return place;
};

/** Writes the span of the section of a record's path; of the root that is one of the slashes there. */
export const putSection = ({ line, spans, http }: LineRecord): void => {
  const from = spans[PATH]!;
  const to = spans[PATH + 1]!;
  const { kind } = http && from < to ? sectionIn(line.bytes, from, to) : NONE;
  switch (kind) {
    case 'segment':
      spans[SECTION] = place.from;
      spans[SECTION + 1] = place.to;
      break;
    case 'root': {
      const slash = line.bytes.indexOf(SLASH, from);
      spans[SECTION] = slash;
      spans[SECTION + 1] = slash + 1;
      break;
    }
    case 'none':
      spans[SECTION] = -1;
      spans[SECTION + 1] = -1;
  }
};
