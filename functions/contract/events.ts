import { z } from 'zod';
import { anyJson } from './any-json.ts';
import { page, pageQuery, route, slug } from './route.ts';

export const verdict = z.object({
  event: z.string(),
  trigger: z.string(),
  flow: slug.optional(),
  version: z.number().int().optional(),
  /** answered: a run had waited for this event. unmatched: no flow listens to it. */
  outcome: z.enum(['started', 'answered', 'rejected', 'duplicate', 'failed', 'unmatched']),
  /** Why not, when it is not a condition: `paused`, `holiday`, `full`, `oldVersion`, `startFailed`. */
  reason: z.string().optional(),
  run: z.string().optional(),
  at: z.string(),
  /** What happened, secrets hidden, of an event that was asked for by its id; only its beginning when it is long. */
  data: anyJson.optional(),
  conditions: z.array(
    z.object({
      path: z.string(),
      op: z.string(),
      left: anyJson.optional(),
      right: anyJson.optional(),
      result: z.boolean(),
      /** Why an expression had no result; it counts as false. */
      error: z.string().optional(),
    }),
  ),
});

export const deadLetter = z.object({
  id: z.string(),
  event: z.string(),
  trigger: z.string(),
  at: z.string(),
  attempts: z.number().int(),
  error: z.string(),
  detail: anyJson,
});

const byId = z.object({ id: z.string().max(500) });

export const eventRoutes = {
  listEvents: route({
    id: 'listEvents',
    method: 'GET',
    path: '/api/events',
    role: 'viewer',
    summary: 'Verdicts of the last 7 days, newest first: why a flow ran or did not',
    query: z.object({
      ...pageQuery,
      flow: slug.optional(),
      event: z.string().max(500).optional(),
      outcome: z.enum(['started', 'answered', 'rejected', 'duplicate', 'failed', 'unmatched']).optional(),
    }),
    response: page(verdict),
  }),
  listDeadLetters: route({
    id: 'listDeadLetters',
    method: 'GET',
    path: '/api/dead-letters',
    role: 'viewer',
    summary: 'Events that could not be handled',
    query: z.object(pageQuery),
    response: page(deadLetter),
  }),
  redriveDeadLetter: route({
    id: 'redriveDeadLetter',
    method: 'POST',
    path: '/api/dead-letters/{id}/redrive',
    role: 'editor',
    summary: 'Put the event back on its way',
    params: byId,
    status: 202,
  }),
  deleteDeadLetter: route({
    id: 'deleteDeadLetter',
    method: 'DELETE',
    path: '/api/dead-letters/{id}',
    role: 'admin',
    summary: 'Give the event up',
    params: byId,
    status: 204,
  }),
};
