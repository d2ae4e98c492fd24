import type { Piece } from './piece.js';

const POINT = 46;
const TEN = 10;

/** How many hosts have addresses of their own. */
export const MOST_HOSTS = 1 << 24;

/** A host's address, of 10.0.0.0/8: each rank has its own, and neighbours in rank are none in address. */
export const hostAddress: Piece = {
  longest: 15,
  put: (pen, { host }) => {
    const address = Math.imul(host + 1, 0x9e3779b1) & (MOST_HOSTS - 1);
    pen.whole(TEN);
    pen.byte(POINT);
    pen.whole(address >>> 16);
    pen.byte(POINT);
    pen.whole((address >>> 8) & 255);
    pen.byte(POINT);
    pen.whole(address & 255);
  },
};
