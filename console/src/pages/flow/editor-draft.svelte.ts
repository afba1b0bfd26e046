import { Drafts, type KeptDraft } from './drafts.ts';
import type { FlowDocument } from './flow-document.svelte.ts';

/** Milliseconds after the last key. */
const pause = 400;

/**
 * Keeps what is typed into the text of a flow in this browser until it is saved or given up, and offers what an earlier
 * editor of the same person left. Make it while a component is set up.
 */
export class EditorDraft {
  /** What was left, until the person has decided. */
  offered = $state.raw<KeptDraft>();
  readonly #drafts: Drafts;
  readonly #document: FlowDocument;
  readonly #person: string;
  #place = newPlace();
  #state: 'nothing' | 'kept' | 'givenUp' = 'nothing';

  constructor(document: FlowDocument, person: string, storage: Storage) {
    this.#drafts = new Drafts(storage);
    this.#document = document;
    this.#person = person;
    this.offered = this.#drafts.latest(person, document.saved.id, document.text);
    $effect(() => {
      if (!document.dirty) return this.#forget();
      // A later key puts it off.
      void document.text;
      const timer = setTimeout(() => this.keep(), pause);
      return () => clearTimeout(timer);
    });
  }

  /** Keeps the text as it is now, if there is something to keep. */
  keep(): void {
    const { dirty, saved, text } = this.#document;
    if (!dirty || this.#state === 'givenUp') return;
    const { id: flow, revision, source: base } = saved;
    const draft = { person: this.#person, flow, revision, base, text, at: Date.now() };
    this.#drafts.keep(this.#place, draft);
    this.#state = 'kept';
  }

  /** The person leaves without what was typed here. */
  giveUp(): void {
    this.#forget();
    this.#state = 'givenUp';
  }

  /** Goes on with the offered text, on the revision that it was begun with; what was typed meanwhile stays a draft. */
  take(): void {
    const { offered } = this;
    if (!offered) return;
    this.setAside();
    this.#document.goOn(offered);
    this.keep();
    this.dropOffered();
  }

  /** Leaves what was typed so far as a draft for later; what comes now is another. */
  setAside(): void {
    this.keep();
    this.#place = newPlace();
    this.#state = 'nothing';
  }

  dropOffered(): void {
    if (this.offered) this.#drafts.drop(this.offered.place);
    this.offered = undefined;
  }

  #forget(): void {
    if (this.#state === 'kept') this.#drafts.drop(this.#place);
    this.#state = 'nothing';
  }
}

function newPlace(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
}
