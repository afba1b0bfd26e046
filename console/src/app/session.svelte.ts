import type { Answer, Client } from '../api/client.ts';
import { keepItem } from './keep-item.ts';

type SignedIn = Answer<'getSession'>;

const place = 'millrace.signedIn';

/** Who uses the console. `unknown` until the server has answered, `expired` when it ended the session by itself. */
export class Session {
  state = $state<'unknown' | 'out' | 'in' | 'expired'>('unknown');
  #signedIn = $state.raw<SignedIn>();
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Whether this browser was signed in when it was last here: what to show until the server has answered. */
  get likely(): boolean {
    return this.#storage.getItem(place) !== null;
  }

  get person(): SignedIn['person'] | undefined {
    return this.#signedIn?.person;
  }

  get csrf(): string | undefined {
    return this.#signedIn?.csrf;
  }

  /** Whether the person has a password to change: who signed in with a token has none. */
  get hasPassword(): boolean {
    return this.#signedIn?.by === 'password';
  }

  /** Whether the person may change flows and connections. */
  get mayEdit(): boolean {
    return this.person?.role === 'editor' || this.person?.role === 'admin';
  }

  get isAdmin(): boolean {
    return this.person?.role === 'admin';
  }

  begin(signedIn: SignedIn): void {
    this.#signedIn = signedIn;
    this.state = 'in';
    keepItem(this.#storage, place, '1');
  }

  end(): void {
    this.#signedIn = undefined;
    this.state = 'out';
    this.#storage.removeItem(place);
  }

  /** The server no longer knows the session: whoever worked here may sign in again and go on. */
  expire(): void {
    if (this.state === 'in') this.state = 'expired';
    else if (this.state === 'unknown') this.end();
  }

  /** Asks the server whether the browser is still signed in; other faults than that are thrown. */
  async resume(client: Client): Promise<void> {
    this.begin(await client.getSession());
  }
}
