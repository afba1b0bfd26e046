import type { z } from 'zod';
import type { Language } from '#flows/text/language.ts';
import type { PersonRole } from '#functions/store/person.ts';
import type { Api, RouteId } from './router.ts';

/** Who calls: a signed-in person, or the holder of an API token under the token's name. */
export interface Caller {
  name: string;
  role: PersonRole;
  /** Secret of the session, when a browser's cookie let the caller in. */
  session?: string;
  /** Id of the API token, when one was used; now, or to sign in. */
  token?: string;
}

/** A request that was checked against the contract. */
export interface Call<Id extends RouteId> {
  params: z.output<Api[Id]['params']>;
  query: z.output<Api[Id]['query']>;
  body: z.output<Api[Id]['body']>;
  caller: Caller;
  language: Language;
  /** Where the request came from. */
  address: string;
  /** Secret by which the browser is known from an earlier sign-in. */
  browser: string | undefined;
  /** Milliseconds since 1970. */
  now: number;
  /** Puts a cookie into the answer. */
  setCookie(value: string): void;
}

/** Does what a route promises and answers its response. */
export type Handle<Id extends RouteId> = (call: Call<Id>) => Promise<z.input<Api[Id]['response']>>;
