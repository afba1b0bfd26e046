import { type Edited, type FlowDetail, withLatest } from './with-latest.ts';

/** The text of one flow as it is edited, beside what the server keeps. */
export class FlowDocument {
  /** As the text is based on it: its revision is sent back with a save. */
  saved = $state.raw<FlowDetail>() as FlowDetail;
  text = $state('');

  constructor(saved: FlowDetail) {
    this.load(saved);
  }

  get dirty(): boolean {
    return this.text !== this.saved.source;
  }

  /** Takes news of the server without touching what is typed. */
  take(latest: FlowDetail): void {
    this.#set(withLatest(this, latest));
  }

  /** Takes the server's text, whatever was typed. */
  load(saved: FlowDetail): void {
    this.#set({ saved, text: saved.source });
  }

  /** Goes on with a text that was begun on a revision of the past, so that saving notices what came between. */
  goOn({ text, revision }: { text: string; revision: number }): void {
    this.#set({ saved: { ...this.saved, revision }, text });
  }

  #set({ saved, text }: Edited): void {
    this.saved = saved;
    this.text = text;
  }
}
