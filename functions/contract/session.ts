import { z } from 'zod';
import { page, pageQuery, route } from './route.ts';

export const person = z.object({ name: z.string(), role: z.enum(['viewer', 'editor', 'admin']) });

/** `by`: with what the person signed in; a token has no password to change. */
const signedIn = z.object({ person, by: z.enum(['password', 'token']), csrf: z.string() });

const password = z.string().min(12).max(200);

export const sessionRoutes = {
  signIn: route({
    id: 'signIn',
    method: 'POST',
    path: '/api/session',
    role: 'public',
    summary:
      'Sign in with name and password, or with an API token; sets the session cookie. 429 after too many attempts.',
    body: z.union([
      z.strictObject({ name: z.string().max(200), password: z.string().max(200) }),
      z.strictObject({ token: z.string().max(200) }),
    ]),
    response: signedIn,
    // Anybody may send it.
    maxBodyBytes: 4096,
    secret: true,
  }),
  /** Requests that change something send `csrf` back in the header `x-csrf-token`; API tokens need none. */
  getSession: route({
    id: 'getSession',
    method: 'GET',
    path: '/api/session',
    role: 'viewer',
    summary: 'Who is signed in',
    response: signedIn,
    secret: true,
  }),
  signOut: route({
    id: 'signOut',
    method: 'DELETE',
    path: '/api/session',
    role: 'viewer',
    summary: 'Sign out',
    status: 204,
  }),
  changePassword: route({
    id: 'changePassword',
    method: 'PUT',
    path: '/api/session/password',
    role: 'viewer',
    summary: 'Change the own password; ends all other sessions',
    body: z.object({ old: z.string().max(200), new: password }),
    status: 204,
  }),
  resetPassword: route({
    id: 'resetPassword',
    method: 'POST',
    path: '/api/people/{name}/password',
    role: 'admin',
    summary: 'Give somebody a new password, shown once; ends all their sessions',
    params: z.object({ name: z.string().min(1).max(200) }),
    response: z.object({ name: z.string(), password: z.string() }),
    secret: true,
  }),
  listTokens: route({
    id: 'listTokens',
    method: 'GET',
    path: '/api/tokens',
    role: 'admin',
    summary: 'API tokens, without the secret',
    query: z.object(pageQuery),
    response: page(
      z.object({
        id: z.string(),
        name: z.string(),
        role: person.shape.role,
        createdAt: z.string(),
        createdBy: z.string(),
        lastUsedAt: z.string().optional(),
      }),
    ),
  }),
  createToken: route({
    id: 'createToken',
    method: 'POST',
    path: '/api/tokens',
    role: 'admin',
    summary: 'Make an API token; it is shown once',
    body: z.object({ name: z.string().min(1).max(100), role: person.shape.role }),
    response: z.object({ id: z.string(), token: z.string() }),
    secret: true,
    status: 201,
  }),
  revokeToken: route({
    id: 'revokeToken',
    method: 'DELETE',
    path: '/api/tokens/{id}',
    role: 'admin',
    summary: 'Revoke an API token at once',
    params: z.object({ id: z.string().max(100) }),
    status: 204,
  }),
};
