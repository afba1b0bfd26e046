/** Longer words are not taken for misspelt ones, and so many candidates of about the right length are looked at. */
const longestWord = 64;
const mostCompared = 300;

/** The candidate that a misspelt word most likely means; undefined when none is close. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  if (wanted.length > longestWord) return undefined;
  let best: string | undefined;
  let least = Math.floor(wanted.length / 3) + 1;
  let compared = 0;
  for (const candidate of candidates) {
    const name = candidate.toLowerCase();
    // Half a name is the beginning of it.
    if (best === undefined && wanted.length > 2 && name.startsWith(wanted) && candidate !== word) best = candidate;
    if (candidate === word || Math.abs(name.length - wanted.length) >= least) continue;
    if (++compared > mostCompared) break;
    const steps = distance(wanted, name, least);
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}

/** Letters to insert, leave out, change or swap with their neighbour (optimal string alignment); at most `most`. */
function distance(a: string, b: string, most: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const changed = (last[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const best = Math.min(changed, (last[column] as number) + 1, (current[column - 1] as number) + 1);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(swapped ? Math.min(best, (beforeLast[column - 2] as number) + 1) : best);
    }
    // A swap reaches back one row.
    if (Math.min(...current) >= most && Math.min(...last) >= most) return most;
    [beforeLast, last] = [last, current];
  }
  return last[b.length] as number;
}
