import { createContext } from 'svelte';
import { type ApiError, asApiError } from '../api/api-error.ts';
import { type Client, createSessionClient } from '../api/client.ts';
import { connectorName } from '../i18n/connector-texts.ts';
import { Formats } from '../i18n/formats.ts';
import { LanguageChoice } from '../i18n/language.svelte.ts';
import { PublishedFlows } from './published-flows.svelte.ts';
import { Question } from './question.svelte.ts';
import { Router } from './router.svelte.ts';
import { Session } from './session.svelte.ts';
import { ThemeChoice } from './theme.svelte.ts';
import { Toasts } from './toasts.svelte.ts';
import { Workspace } from './workspace.svelte.ts';

/** What pages and components share; each gets it with `getApp()`. */
export class App {
  readonly language = new LanguageChoice(localStorage, navigator.languages);
  readonly theme = new ThemeChoice(localStorage);
  readonly router = new Router();
  readonly toasts = new Toasts();
  readonly question = new Question();
  readonly session = new Session(localStorage);
  readonly workspace = new Workspace();
  readonly t = this.language.t;
  /** Pixels at the foot of the page that messages leave free. */
  foot = $state(0);
  /** False since the last request got no answer at all. */
  reachable = $state(true);
  readonly client: Client = createSessionClient({
    fetch: (input, init) => this.#send(input, init),
    csrf: () => this.session.csrf,
    language: () => this.language.current,
    onSignedOut: () => this.session.expire(),
  });
  readonly published = new PublishedFlows(this.client, () => this.workspace.calendar);
  readonly format = $derived(new Formats(this.language.locale, this.workspace.timeZone));

  /** What a connector is called in the reader's language; its id when there is none. */
  readonly connectorName = (id: string): string =>
    connectorName(this.language.current, id) ?? this.workspace.connector(id)?.name ?? id;

  /** One sentence for a fault, in the reader's language where the console has words of its own for it. */
  readonly tell = (error: ApiError): { text: string; help: string | undefined } => ({
    text: this.language.find(`error.${error.code}`, {}, error.message),
    help: this.language.find(`error.${error.code}.help`, {}, error.help ?? '') || undefined,
  });

  /** Asks whether the server answers again. */
  readonly probe = (): void => {
    this.#send('/api/health', { cache: 'no-store' }).catch(() => undefined);
  };

  async #send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    try {
      const response = await fetch(input, init);
      this.reachable = true;
      return response;
    } catch (thrown) {
      if (!init?.signal?.aborted) this.reachable = false;
      throw thrown;
    }
  }

  /** Runs what a button does; tells a fault in a toast and answers undefined. */
  async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (thrown) {
      this.tellOf(asApiError(thrown));
      return undefined;
    }
  }

  /** Tells a fault in a toast; who is signed out is asked to sign in instead. */
  tellOf(error: ApiError): void {
    if (error.status === 401) return;
    const { text, help } = this.tell(error);
    this.toasts.show('bad', text, help);
  }
}

export const [getApp, setApp] = createContext<App>();
