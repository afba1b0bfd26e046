import type { Catalogue, Language } from '#flows/text/language.ts';
import en from '../../../flows/text/en/console.json';
import zh from '../../../flows/text/zh/console.json';
import { fill, type Holes } from './fill.ts';

export type { Language };

/** A key of flows/text/<language>/console.json. */
export type TextKey = keyof typeof en;

const catalogues: Catalogue<TextKey> = { en, zh };
const place = 'millrace.language';

/** The reader's language: remembered, by default the browser's. */
export class LanguageChoice {
  #current = $state<Language>('en');

  constructor(storage: Storage, browser: readonly string[]) {
    this.#storage = storage;
    const kept = storage.getItem(place);
    this.#apply(kept === 'en' || kept === 'zh' ? kept : preferred(browser));
  }

  readonly #storage: Storage;

  get current(): Language {
    return this.#current;
  }

  /** For Intl: dates and numbers. */
  get locale(): string {
    return this.#current === 'zh' ? 'zh-CN' : 'en-GB';
  }

  choose(language: Language): void {
    this.#storage.setItem(place, language);
    this.#apply(language);
  }

  /** The text under `key` with its holes filled, in the current language. */
  readonly t = (key: TextKey, holes: Holes = {}): string => fill(catalogues[this.#current][key], holes, this.locale);

  /** The text under `key` in a language that need not be the current one. */
  readonly in = (language: Language, key: TextKey): string => catalogues[language][key];

  /** The text under a key made at run time; `otherwise` when there is none. */
  readonly find = (key: string, holes: Holes, otherwise: string): string =>
    Object.hasOwn(catalogues.en, key) ? this.t(key as TextKey, holes) : otherwise;

  #apply(language: Language): void {
    this.#current = language;
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }
}

function preferred(browser: readonly string[]): Language {
  const first = browser.find((tag) => /^(en|zh)\b/i.test(tag));
  return first?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
