import { z } from 'zod';
import { anyJson } from './any-json.ts';

/** Who may call a route: nobody signed in, or a signed-in person or token of at least this role. */
export type Role = 'public' | 'viewer' | 'editor' | 'admin';

/** One HTTP route: its schemas are the API's validation, its OpenAPI page and the console's types. */
export interface Route<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  /** Unique, used as operationId. */
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/api/flows/{id}` */
  path: string;
  role: Role;
  summary: string;
  params: P;
  query: Q;
  /** `z.undefined()` where there is none. */
  body: B;
  response: R;
  /** Status of success, 200 unless told. */
  status: number;
  /** Of a request's body, a megabyte unless told. */
  maxBodyBytes: number;
  /** The answer holds a secret, such as a token: nobody between may change it, nor compress it. */
  secret: boolean;
}

const none = z.object({});

/** Fills what a route leaves out and keeps its exact types. */
export function route<
  P extends z.ZodObject = typeof none,
  Q extends z.ZodObject = typeof none,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodUndefined,
>(
  r: Pick<Route<P, Q, B, R>, 'id' | 'method' | 'path' | 'role' | 'summary'> & {
    params?: P;
    query?: Q;
    body?: B;
    response?: R;
    status?: number;
    maxBodyBytes?: number;
    secret?: boolean;
  },
): Route<P, Q, B, R> {
  return {
    status: 200,
    maxBodyBytes: 1_048_576,
    secret: false,
    ...r,
    params: (r.params ?? none) as P,
    query: (r.query ?? none) as Q,
    body: (r.body ?? z.undefined()) as B,
    response: (r.response ?? z.undefined()) as R,
  };
}

/** Every error answer of the API. */
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    /** What to do about it. */
    help: z.string().optional(),
    problems: z.array(anyJson).optional(),
    /** Where in the request the fault is. */
    field: z.string().optional(),
  }),
});

/** A page of a list; `next` is absent on the last. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().optional() });
}

export const pageQuery = {
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
};

/** Ids of flows, names of connections: they appear in addresses, keys and state machine names. */
export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'slug');
