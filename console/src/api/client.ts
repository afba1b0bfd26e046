import { type Answer, type Client, createClient } from '#functions/contract/client.ts';

export type { Answer, Client };

interface Browser {
  fetch: typeof fetch;
  /** Token of the session, sent with every request that changes something. */
  csrf(): string | undefined;
  language(): string;
  /** Called when the server no longer knows the session. */
  onSignedOut(): void;
}

/** The client of a person who is signed in with a session. Its calls throw `ApiError`. */
export function createSessionClient(browser: Browser): Client {
  return createClient({
    fetch: (path, init) => browser.fetch(path, { ...init, credentials: 'same-origin' }),
    headers(method) {
      const csrf = method === 'GET' ? undefined : browser.csrf();
      return { 'accept-language': browser.language(), ...(csrf && { 'x-csrf-token': csrf }) };
    },
    onSignedOut: () => browser.onSignedOut(),
  });
}
