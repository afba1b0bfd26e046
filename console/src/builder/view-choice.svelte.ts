import { keepItem } from '../app/keep-item.ts';

/** What of a flow is seen: its canvas, its text, or both. */
export type View = 'canvas' | 'split' | 'text';

const place = 'millrace.view';
const views: readonly string[] = ['canvas', 'split', 'text'];

/** The view that a person likes, remembered in this browser; the canvas at first. */
export class ViewChoice {
  current = $state<View>('canvas');
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
    const kept = storage.getItem(place);
    if (kept && views.includes(kept)) this.current = kept as View;
  }

  choose(view: View): void {
    this.current = view;
    keepItem(this.#storage, place, view);
  }
}
