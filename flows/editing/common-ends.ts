/** How many letters of two texts, or lines of two lists, are the same at the beginning, and behind that at the end. */
export function commonEnds(before: ArrayLike<string>, after: ArrayLike<string>): { head: number; tail: number } {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { head, tail };
}
