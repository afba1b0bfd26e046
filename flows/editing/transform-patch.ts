import type { Patch, TextChange } from './text-changes.ts';

/**
 * A patch of a text as it is to be made on the text that `over` made of the same. What `over` says stays: a change of what
 * it took away is none any more, and what it put in is not taken away. At one place the patch's own text comes first.
 */
export function transformPatch(patch: Patch, over: Patch): Patch {
  const kept = patch.filter((change) => !isInside(change, over));
  return joined(kept.flatMap((change) => moved(change, over, insertedAt(change.from, over))));
}

/** What `transformPatch` goes over, as it is to be made on the text that `patch` made: both ways lead to the same text. */
export function patchAfter(over: Patch, patch: Patch): Patch {
  const kept = patch.filter((change) => !isInside(change, over));
  const at = (change: TextChange) => {
    const before = kept.filter(({ from, to }) => from <= change.from && change.from <= to).at(-1);
    return before ? endOf(before, patch) : startOf(change.from, patch);
  };
  return joined(over.flatMap((change) => moved(change, patch, at(change), kept)));
}

/** Whether what a change touches is taken away by one of `over`. */
function isInside({ from, to }: TextChange, over: Patch): boolean {
  return over.some((other) =>
    from === to ? other.from < from && to < other.to : other.from <= from && to <= other.to,
  );
}

/** A change on the text that `over` made, its text put in at `at`; it takes away no text of those of `over` in `spared`. */
function moved({ from, to, insert }: TextChange, over: Patch, at: number, spared: Patch = over): Patch {
  const left: [number, number][] = [];
  let start = from;
  for (const other of spared) {
    if (other.to < from || other.from > to) continue;
    if (other.from > start) left.push([start, other.from]);
    start = Math.max(start, other.to);
  }
  if (start < to) left.push([start, to]);
  const gone = left.map(([first, last]) => ({ from: startOf(first, over), to: endBefore(last, over), insert: '' }));
  return [...(insert === '' ? [] : [{ from: at, to: at, insert }]), ...gone].sort((a, b) => a.from - b.from);
}

/** Where text is put in that was at `offset`: behind what took its place away. */
function insertedAt(offset: number, over: Patch): number {
  const around = over.find(({ from, to }) => from < offset && offset <= to);
  const touching = over.some(({ from }) => from === offset);
  if (around) return endOf(around, over);
  return touching ? endBefore(offset, over) : startOf(offset, over);
}

/** Where the character behind `offset` begins after `over`: behind what was put in there. */
function startOf(offset: number, over: Patch): number {
  return offset + growth(over.filter(({ to }) => to <= offset));
}

/** Where the character before `offset` ends after `over`: before what was put in there. */
function endBefore(offset: number, over: Patch): number {
  return offset + growth(over.filter(({ from, to }) => to <= offset && from < offset));
}

/** Where the text of one of the changes ends. */
function endOf(change: TextChange, over: Patch): number {
  const before = over.slice(0, over.indexOf(change));
  return change.from + growth(before) + change.insert.length;
}

function growth(changes: Patch): number {
  return changes.reduce((sum, { from, to, insert }) => sum + insert.length - (to - from), 0);
}

/** The same with changes that touch each other as one. */
function joined(changes: Patch): Patch {
  const result: TextChange[] = [];
  for (const change of changes) {
    const last = result.at(-1);
    if (last && last.to === change.from)
      result[result.length - 1] = { from: last.from, to: change.to, insert: last.insert + change.insert };
    else result.push(change);
  }
  return result;
}
