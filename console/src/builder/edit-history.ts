import { composed, type Patch } from '#flows/editing/text-changes.ts';

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

function growth(patch: Patch): number {
  return patch.reduce((sum, { from, to, insert }) => sum + insert.length - (to - from), 0);
}
