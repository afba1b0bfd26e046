import { keepItem } from '../../app/keep-item.ts';

/** What was typed into the form of a template. */
interface Typed {
  typed?: Record<string, string> | undefined;
  name?: string | undefined;
}

/** Keeps the form of a template for this tab, so that it is still there when a connection was made on the way. */
export class KeptForm {
  readonly #storage: Storage;
  readonly #place: string;

  constructor(storage: Storage, template: string) {
    this.#storage = storage;
    this.#place = `millrace.template.${template}`;
  }

  read(): Typed {
    try {
      return JSON.parse(this.#storage.getItem(this.#place) ?? '{}') as Typed;
    } catch {
      return {};
    }
  }

  keep(typed: Typed): void {
    keepItem(this.#storage, this.#place, JSON.stringify(typed));
  }

  forget(): void {
    this.#storage.removeItem(this.#place);
  }
}
