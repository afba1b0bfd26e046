import { EditHistory } from './edit-history.ts';

/** Flows whose histories are kept. */
const most = 20;

/** Histories of the flows that were built last since the console was opened: whoever comes back can go on taking back. */
export class KeptHistories {
  readonly #kept = new Map<string, { history: EditHistory; text: string }>();

  /** The history that leads to a text of a flow; a new one when the text is another than it was left with. */
  of(flow: string, text: string): EditHistory {
    const kept = this.#kept.get(flow);
    return kept?.text === text ? kept.history : new EditHistory();
  }

  keep(flow: string, history: EditHistory, text: string): void {
    this.#kept.delete(flow);
    this.#kept.set(flow, { history, text });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > most && oldest !== undefined) this.#kept.delete(oldest);
  }
}
