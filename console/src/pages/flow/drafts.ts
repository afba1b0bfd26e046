/** Text that was written and not saved. */
export interface Draft {
  person: string;
  flow: string;
  /** The one that the text is based on. */
  revision: number;
  /** The text of that revision. */
  base?: string;
  text: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** A draft with the place where it is kept. */
export interface KeptDraft extends Draft {
  place: string;
}

const prefix = 'millrace.draft.';
const mostDrafts = 12;
const longestText = 262_144;
const keptFor = 30 * 86_400_000;

/**
 * Drafts of flows in this browser. Each opened editor has a place of its own, so that two tabs do not overwrite each
 * other. The oldest go when there are many; a browser that keeps nothing goes without.
 */
export class Drafts {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  keep(place: string, draft: Draft): void {
    if (draft.text.length > longestText) return;
    this.#tidy(place, draft.at);
    try {
      this.#storage.setItem(prefix + place, JSON.stringify(draft));
    } catch {
      // The storage is full or switched off: leaving the page still asks.
    }
  }

  drop(place: string): void {
    this.#storage.removeItem(prefix + place);
  }

  /** The person's latest draft of a flow that says something else than `text`. */
  latest(person: string, flow: string, text: string): KeptDraft | undefined {
    return this.#all().find((draft) => draft.person === person && draft.flow === flow && draft.text !== text);
  }

  #tidy(place: string, now: number): void {
    const others = this.#all().filter((draft) => draft.place !== place);
    const old = others.filter((draft, i) => i >= mostDrafts - 1 || now - draft.at > keptFor);
    for (const draft of old) this.drop(draft.place);
  }

  /** Newest first. */
  #all(): KeptDraft[] {
    return Object.keys(this.#storage)
      .filter((key) => key.startsWith(prefix))
      .flatMap((key) => this.#read(key))
      .sort((a, b) => b.at - a.at);
  }

  #read(key: string): KeptDraft[] {
    try {
      const draft = JSON.parse(this.#storage.getItem(key) ?? '') as Draft;
      return typeof draft.text === 'string' ? [{ ...draft, place: key.slice(prefix.length) }] : [];
    } catch {
      return [];
    }
  }
}
