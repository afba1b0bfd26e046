import { asApiError } from '../../api/api-error.ts';
import type { App } from '../../app/app.svelte.ts';
import type { ConnectorInfo } from '../../app/workspace.svelte.ts';
import { formFields } from '../../forms/form-fields.ts';
import { changedFields, type Draft, missingFields } from './connection.ts';

/** A connection while it is made in a form: what is missing, what is wrong, and how it is saved. */
export class NewConnection {
  /** The form was sent: it says what is missing, too. */
  sent = $state(false);
  busy = $state(false);
  fault = $state.raw<{ field: string; text: string }>();
  readonly #app: App;
  readonly #connector: () => ConnectorInfo | undefined;
  readonly #draft: () => Draft;

  constructor(app: App, connector: () => ConnectorInfo | undefined, draft: () => Draft) {
    this.#app = app;
    this.#connector = connector;
    this.#draft = draft;
  }

  readonly #fields = $derived.by(() => formFields(this.#connector()?.connection));

  /** The fault stands at the field that it is about. */
  get beside(): boolean {
    return this.#fields.some((field) => this.fault?.field.endsWith(`.${field.name}`));
  }

  get complete(): boolean {
    return missingFields(undefined, this.#draft(), this.#fields).length === 0;
  }

  /**
   * Saves it under a name and goes on with `made`, unless a saving is under way; what goes wrong is said as the fault.
   */
  async save(name: string, made: () => Promise<void> | void): Promise<void> {
    const connector = this.#connector();
    if (this.busy || !connector) return;
    this.busy = true;
    this.fault = undefined;
    try {
      const fields = changedFields(undefined, this.#draft(), this.#fields);
      await this.#app.client.saveConnection({ params: { name }, body: { connector: connector.id, fields } });
      await made();
    } catch (thrown) {
      const error = asApiError(thrown);
      const { text, help } = this.#app.tell(error);
      this.fault = { field: error.field ?? '', text: `${text} ${help ?? ''}` };
    } finally {
      this.busy = false;
    }
  }
}
