import { environment } from '#functions/aws/environment.ts';
import type { Handle } from './door/call.ts';
import { openapi as describe } from './openapi.ts';

/** Answers once the server is ready. */
export const health: Handle<'health'> = async () => ({ status: 'ok' });

/** The API as an OpenAPI document. */
export const openapi: Handle<'openapi'> = async () => describe(environment('MILLRACE_PUBLIC_URL'));
