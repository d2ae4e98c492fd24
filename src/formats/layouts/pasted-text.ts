import { LayoutError } from './layout.js';

/** A text with the place of each of its characters in what somebody pasted, from which quotes and backslashes have been taken. */
export interface PastedText {
  /** what was pasted */
  whole: string;
  text: string;
  /** the offset in `whole` of each character of `text`, and behind them that of its end */
  offsets: readonly number[];
}

/** All of a text as it stands. */
export const pastedAsIs = (whole: string, from = 0, to = whole.length): PastedText => ({
  whole,
  text: whole.slice(from, to),
  offsets: Array.from({ length: to - from + 1 }, (_, n) => from + n),
});

/** Pieces one behind the other. */
export const joined = (pieces: readonly PastedText[]): PastedText => ({
  whole: pieces[0]?.whole ?? '',
  text: pieces.map(({ text }) => text).join(''),
  offsets: [...pieces.flatMap(({ offsets }) => offsets.slice(0, -1)), pieces.at(-1)?.offsets.at(-1) ?? 0],
});

/**
 * The text in the quotes that open at `at`, and the offset behind them. A backslash in front of a quote or a backslash goes,
 * unless `takes` is false: then all stay for whoever reads the text. Throws a LayoutError when the quotes do not close.
 */
export const readQuoted = (whole: string, at: number, takes = true): { text: PastedText; behind: number } => {
  const quote = whole[at]!;
  let text = '';
  const offsets: number[] = [];
  for (let place = at + 1; place < whole.length; place += 1) {
    if (whole[place] === quote) return { text: { whole, text, offsets: [...offsets, place] }, behind: place + 1 };
    offsets.push(place);
    const next = whole[place + 1];
    if (whole[place] === '\\' && next !== undefined && !takes) {
      text += `\\${next}`;
      place += 1;
      offsets.push(place);
      continue;
    }
    if (whole[place] === '\\' && (next === quote || next === '\\')) place += 1;
    text += whole[place]!;
  }
  throw new LayoutError(whole, whole.length, `the quote ${quote} that closes the one in column ${at + 1}`, '');
};
