import { keepItem } from './keep-item.ts';

export type Theme = 'system' | 'light' | 'dark';

const place = 'millrace.theme';

/** Light, dark or as the system is; remembered. */
export class ThemeChoice {
  #current = $state<Theme>('system');
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
    const kept = storage.getItem(place);
    this.#apply(kept === 'light' || kept === 'dark' ? kept : 'system');
  }

  get current(): Theme {
    return this.#current;
  }

  choose(theme: Theme): void {
    keepItem(this.#storage, place, theme);
    this.#apply(theme);
  }

  #apply(theme: Theme): void {
    this.#current = theme;
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }
}
