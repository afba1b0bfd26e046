import { z } from 'zod';
import type { Json } from '#flows/language/json.ts';

/** One recorded call of an action: what went in, each request with its answer, what came out. */
export const fixtures = z.array(
  z.strictObject({
    name: z.string(),
    /** Milliseconds since 1970. */
    now: z.number().optional(),
    connection: z.record(z.string(), z.string()),
    input: z.json(),
    exchanges: z.array(
      z.strictObject({
        request: z.strictObject({
          method: z.string(),
          url: z.string(),
          headers: z.record(z.string(), z.string()).optional(),
          query: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
          body: z.json().optional(),
        }),
        response: z.strictObject({
          status: z.number(),
          headers: z.record(z.string(), z.string()).optional(),
          body: z.json().optional(),
        }),
      }),
    ),
    output: z.json().optional(),
    error: z.strictObject({ class: z.string(), message: z.string(), retryAfter: z.number().optional() }).optional(),
  }),
);
export type Fixture = z.infer<typeof fixtures>[number];

/** `transition-issue` is the file of the action `transitionIssue`. */
export function fileName(operation: string): string {
  return operation.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The text of a recorded body: text as it is, anything else as JSON. */
export function bodyText(body: Json | undefined): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}
