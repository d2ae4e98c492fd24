/** How many characters must be inserted, deleted or replaced to make one text of the other (Levenshtein's distance). */
export const editDistance = (a: string, b: string): number => {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[b.length]!;
};

/** Longer texts than this are nobody's typing mistake. */
const MAX_LENGTH = 64;

/**
 * The candidate that was most likely meant by `text`, or null when none is near. Near is a third of its characters wrong,
 * two at least; of those that are further off, one that contains the text, or is contained in it. The first wins a tie.
 */
export const nearest = (text: string, candidates: readonly string[]): string | null => {
  if (text.length > MAX_LENGTH) return null;
  const wanted = text.toLowerCase().replaceAll('_', '-');
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate);
    if (distance <= Math.min(candidate.length - 1, Math.max(2, candidate.length / 3)) && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best !== null || wanted.length < 3) return best;
  return candidates.find((candidate) => candidate.includes(wanted) || wanted.includes(candidate)) ?? null;
};
