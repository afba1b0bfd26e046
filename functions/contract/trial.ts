import { z } from 'zod';
import { anyJson } from './any-json.ts';
import { route, slug } from './route.ts';
import { runError, wholeOutput } from './runs.ts';

/** Id of a step, as `stepIdPattern` of flows/language/document-parts.ts has it. */
const stepId = z.string().regex(/^[\p{ID_Start}_][\p{ID_Continue}]{0,59}$/u);
const ofStep = z.object({ id: slug, step: stepId });

export const pin = z.object({
  step: z.string(),
  output: anyJson,
  at: z.string(),
  by: z.string(),
});

export const trialRoutes = {
  testStep: route({
    id: 'testStep',
    method: 'POST',
    path: '/api/flows/{id}/steps/{step}/test',
    role: 'editor',
    summary:
      'Really make the call of an action of the saved draft once, with the given input; 409 `testActs` for one that changes something outside unless `agreed`. The same `key` with the same input makes no second call once one has succeeded; one that failed is made again under its idempotency key. Of an output of more than 256 KB, what the draft reads of it.',
    params: ofStep,
    body: z.object({
      /** The saved text in which the step was looked at. */
      revision: z.number().int().min(1),
      input: anyJson,
      /** Made up for this test: what tells it from others. */
      key: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
      /** The person was told what the call does outside, and wants it. */
      agreed: z.boolean().default(false),
    }),
    response: z.object({
      status: z.enum(['succeeded', 'failed']),
      startedAt: z.string(),
      endedAt: z.string(),
      output: anyJson.optional(),
      /** The answer that `output` is a part of, when it was too large to go on. */
      whole: wholeOutput.optional(),
      error: runError.optional(),
    }),
  }),
  listPins: route({
    id: 'listPins',
    method: 'GET',
    path: '/api/flows/{id}/pins',
    role: 'viewer',
    summary: 'Outputs that stand for those of steps in dry runs; runs know nothing of them',
    params: z.object({ id: slug }),
    response: z.object({ items: z.array(pin) }),
  }),
  savePin: route({
    id: 'savePin',
    method: 'PUT',
    path: '/api/flows/{id}/pins/{step}',
    role: 'editor',
    summary: 'Pin an output of at most 256 KB to a step; what is secret by its name is hidden',
    params: ofStep,
    body: z.object({ output: anyJson }),
    response: pin,
  }),
  deletePin: route({
    id: 'deletePin',
    method: 'DELETE',
    path: '/api/flows/{id}/pins/{step}',
    role: 'editor',
    summary: 'Take a pin away',
    params: ofStep,
    status: 204,
  }),
};
