import { type ApiError, asApiError } from '../../api/api-error.ts';
import type { Client } from '../../api/client.ts';
import { type Edited, type FlowDetail, withLatest } from './with-latest.ts';

/** The text of one flow as it is edited, beside what the server keeps. */
export class FlowDocument {
  /** As the text is based on it: its revision is sent back with a save. */
  saved = $state.raw<FlowDetail>() as FlowDetail;
  text = $state('');
  saving = $state(false);

  constructor(saved: FlowDetail) {
    this.load(saved);
  }

  get dirty(): boolean {
    return this.text !== this.saved.source;
  }

  /** The text is what runs. */
  get published(): boolean {
    const { changed, state } = this.saved;
    return !this.dirty && !changed && (state === 'on' || state === 'paused');
  }

  /**
   * Sends the text, based on a revision. A conflict is what others saved since that revision. What is typed meanwhile
   * stays.
   */
  async save(client: Client, revision = this.saved.revision): Promise<'saved' | 'conflict' | ApiError> {
    this.saving = true;
    try {
      const { id, format } = this.saved;
      this.saved = await client.saveFlow({ params: { id }, body: { source: this.text, format, revision } });
      return 'saved';
    } catch (thrown) {
      const error = asApiError(thrown);
      return error.status === 409 ? 'conflict' : error;
    } finally {
      this.saving = false;
    }
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
