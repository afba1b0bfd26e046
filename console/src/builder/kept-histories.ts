import { EditHistory } from './edit-history.ts';

/** Histories of the flows that were built since the console was opened: whoever comes back can go on taking back. */
export class KeptHistories {
  readonly #kept = new Map<string, { history: EditHistory; text: string }>();

  /** The history that leads to a text of a flow; a new one when the text is another than it was left with. */
  of(flow: string, text: string): EditHistory {
    const kept = this.#kept.get(flow);
    return kept?.text === text ? kept.history : new EditHistory();
  }

  keep(flow: string, history: EditHistory, text: string): void {
    this.#kept.set(flow, { history, text });
  }
}
