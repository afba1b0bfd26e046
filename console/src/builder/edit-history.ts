import { composed, inverseOf, type Patch, patched } from '#flows/editing/text-changes.ts';
import { patchAfter, transformPatch } from '#flows/editing/transform-patch.ts';

/** One change of a text that can be taken back. */
export interface Entry {
  /** Length of the text before it. */
  length: number;
  patch: Patch;
  inverse: Patch;
  /** What was done, for people: "move 'tell'". */
  words: string;
  /** Changes of one kind that follow each other closely are one: typing, or the same field. */
  kind: string | undefined;
  /** Milliseconds since 1970, of its last part. */
  at: number;
}

const deepest = 10_000;
/** Milliseconds between two changes of one kind that are still one. */
const pause = 1500;

/** What was done to a text and can be taken back, and what was taken back and can be done again. */
export class EditHistory {
  readonly #done: Entry[] = [];
  #undone: Entry[] = [];

  /** What `undo` would take back. */
  get last(): Entry | undefined {
    return this.#done.at(-1);
  }

  /** What `redo` would do again. */
  get next(): Entry | undefined {
    return this.#undone.at(-1);
  }

  /** Notes a change; what was taken back before it is gone. */
  note(entry: Entry): void {
    this.#undone = [];
    const before = this.last;
    const continued = before && entry.kind !== undefined && before.kind === entry.kind && entry.at - before.at < pause;
    if (continued) this.#done[this.#done.length - 1] = joined(before, entry);
    else this.#done.push(entry);
    if (this.#done.length > deepest) this.#done.shift();
  }

  /** Takes the last change from the done ones; its inverse is to be made. */
  undo(): Entry | undefined {
    const entry = this.#done.pop();
    if (entry) this.#undone.push({ ...entry, kind: undefined });
    return entry;
  }

  /** Takes the last change that was taken back; its patch is to be made. */
  redo(): Entry | undefined {
    const entry = this.#undone.pop();
    if (entry) this.#done.push(entry);
    return entry;
  }

  /**
   * Goes on with what others made of the text: theirs is never taken back. What was done to a place that they changed
   * since cannot be taken back there.
   */
  carry(text: string, others: Patch): void {
    carryAlong(this.#done, text, others, 'inverse', 'patch');
    carryAlong(this.#undone, text, others, 'patch', 'inverse');
  }

  /** Forgets all, since the text is another. */
  clear(): void {
    this.#done.length = 0;
    this.#undone = [];
  }
}

function joined(first: Entry, second: Entry): Entry {
  const patch = composed(first.length, [first.patch, second.patch]);
  const after = second.length + growth(second.patch);
  return {
    ...second,
    length: first.length,
    words: first.words,
    patch,
    inverse: composed(after, [second.inverse, first.inverse]),
  };
}

/** Characters that carrying the entries of a history may copy; older ones are forgotten. */
const mostCopied = 50_000_000;

/** Carries entries over a change of the text that the `away` of the last one begins at; `back` undoes that exactly. */
function carryAlong(
  entries: Entry[],
  text: string,
  others: Patch,
  away: 'patch' | 'inverse',
  back: 'patch' | 'inverse',
): void {
  let over = others;
  let now = patched(text, others);
  let copied = 0;
  for (const [index, entry] of [...entries.entries()].reverse()) {
    copied += now.length;
    if (copied > mostCopied) {
      entries.splice(0, index + 1);
      return;
    }
    const leads = transformPatch(entry[away], over);
    const before = patched(now, leads);
    const length = away === 'inverse' ? before.length : now.length;
    entries[index] = { ...entry, [away]: leads, [back]: inverseOf(now, leads), length };
    over = patchAfter(over, entry[away]);
    now = before;
  }
}

function growth(patch: Patch): number {
  return patch.reduce((sum, { from, to, insert }) => sum + insert.length - (to - from), 0);
}
