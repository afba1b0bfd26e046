import { asApiError } from '../api/api-error.ts';
import type { Answer, Client } from '../api/client.ts';

export type VendorOption = Answer<'listOptions'>['items'][number];

/** The field that values are chosen for, and what its choices hang on. */
export interface VendorField {
  /** Name of the connection that is asked. */
  connection: string;
  /** `connector.operation` */
  operation: string;
  field: string;
  /** Other inputs that have to be filled in before. */
  input: Record<string, string>;
}

/** Labels by `connection value`, of all that was listed since the page was opened. */
const labels = new Map<string, string>();

/** What the vendor calls a value, as far as it was listed before. */
export function knownLabel(connection: string, value: string): string | undefined {
  return labels.get(`${connection} ${value}`);
}

/** What a vendor has for a field, searched and in pages; the latest search counts. */
export class VendorOptions {
  items = $state.raw<VendorOption[]>([]);
  next = $state<string>();
  loading = $state(false);
  /** Why there is nothing to choose from. */
  fault = $state.raw<ReturnType<typeof asApiError>>();
  readonly #client: Client;
  #turn = 0;
  #asked: (VendorField & { search: string }) | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Lists what fits a search, its first page. */
  async search(field: VendorField, search: string): Promise<void> {
    if (this.#asked && !hasSameChoices(this.#asked, field)) {
      this.items = [];
      this.next = undefined;
    }
    this.#asked = { ...field, search };
    await this.#load(undefined);
  }

  /** Adds the next page. */
  async more(): Promise<void> {
    if (this.next !== undefined && !this.loading) await this.#load(this.next);
  }

  async #load(cursor: string | undefined): Promise<void> {
    if (!this.#asked) return;
    this.#turn += 1;
    const turn = this.#turn;
    const { connection, ...asked } = this.#asked;
    this.loading = true;
    try {
      const body = { ...asked, ...(cursor === undefined ? {} : { cursor }) };
      const { items, next } = await this.#client.listOptions({ params: { name: connection }, body });
      if (turn !== this.#turn) return;
      for (const { value, label } of items) labels.set(`${connection} ${value}`, label);
      this.items = cursor === undefined ? items : [...this.items, ...items];
      this.next = next;
      this.fault = undefined;
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.items = [];
      this.next = undefined;
      this.fault = asApiError(thrown);
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }
}

function hasSameChoices(one: VendorField, other: VendorField): boolean {
  const told = ({ connection, operation, field, input }: VendorField) =>
    JSON.stringify([connection, operation, field, Object.entries(input).sort()]);
  return told(one) === told(other);
}
