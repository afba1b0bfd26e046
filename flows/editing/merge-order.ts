import type { Side, Three } from './merge-values.ts';

/**
 * The order of a list in which all of these are, as both made it: what only one has stands behind what it stands behind
 * there. Where both put the same ones in another order, `decide` tells whose counts.
 */
export function mergeOrder(
  { base = [], mine = [], theirs = [] }: Three<string[]>,
  decide: (id: string) => Side,
): string[] {
  const order = (list: readonly string[], others: readonly string[]) => list.filter((id) => others.includes(id));
  const between = firstDifference(order(mine, theirs), order(theirs, mine));
  const moved = (list: readonly string[]) => firstDifference(order(list, base), order(base, list)) !== undefined;
  const alike = between === undefined || moved(mine) !== moved(theirs);
  const side = alike ? (moved(theirs) && !moved(mine) ? 'theirs' : 'mine') : decide(between);
  return side === 'mine' ? withExtras(mine, theirs) : withExtras(theirs, mine);
}

function firstDifference(left: readonly string[], right: readonly string[]): string | undefined {
  return left.find((id, index) => right[index] !== id);
}

/** Of those that both put into one gap, the ones whose first has the smaller id come first: whoever asks, the same comes out. */
function withExtras(main: readonly string[], other: readonly string[]): string[] {
  const result = [...main];
  const extras = new Set(other.filter((id) => !main.includes(id)));
  let before: string | undefined;
  for (const id of other) {
    if (extras.has(id)) {
      let at = before === undefined ? 0 : result.indexOf(before) + 1;
      const first = result[at];
      const comesFirst = first !== undefined && !other.includes(first) && first < id;
      if (comesFirst && (before === undefined || !extras.has(before)))
        while (at < result.length && !other.includes(result[at]!)) at += 1;
      result.splice(at, 0, id);
    }
    before = id;
  }
  return result;
}
