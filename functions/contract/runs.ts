import { z } from 'zod';
import { anyJson } from './any-json.ts';
import { page, pageQuery, route, slug } from './route.ts';

export const runStatus = z.enum(['queued', 'running', 'succeeded', 'failed', 'stopped', 'timedOut']);
export const stepStatus = z.enum(['running', 'succeeded', 'failed', 'skipped', 'stopped']);

export const runError = z.object({
  code: z.string(),
  message: z.string(),
  step: z.string().optional(),
  path: z.string().optional(),
  /** What to do about it. */
  help: z.string().optional(),
});

/** An answer that was too large to go on. */
export const wholeOutput = z.object({ bytes: z.number().int(), beginning: z.string() });

export const runStep = z.object({
  id: z.string(),
  /** `lines[0]/tell` */
  path: z.string(),
  kind: z.string(),
  name: z.string().optional(),
  status: stepStatus,
  attempts: z.number().int(),
  /** Each try of an action: when, and how it failed. */
  tries: z
    .array(z.object({ startedAt: z.string(), endedAt: z.string().optional(), error: runError.optional() }))
    .optional(),
  input: anyJson.optional(),
  /** What went on to the steps that follow. */
  output: anyJson.optional(),
  /** The answer that `output` is a part of, when it was too large to go on; `getStepOutput` gives all of it. */
  whole: wholeOutput.optional(),
  error: runError.optional(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  /** Of a wait or call under way: when it goes on or gives up, where that is set. */
  until: z.string().optional(),
  /** Of a loop with more rounds than are among the steps: how many, those shown, and which of all failed; see `getRounds`. */
  rounds: z
    .object({
      count: z.number().int(),
      shown: z.number().int(),
      failed: z.object({ count: z.number().int(), first: z.array(z.number().int()) }).optional(),
    })
    .optional(),
  /** `input` and `output` were left out, since the answer had no room for them; asked for by themselves they come. */
  cut: z.boolean().optional(),
  /** Of a call: id of the run that it started. */
  called: z.string().optional(),
  /** The call was made and the flow went on, but its outcome could not be written down: the output is not known. */
  unrecorded: z.boolean().optional(),
});

export const runSummary = z.object({
  id: z.string(),
  flow: slug,
  flowName: z.string(),
  version: z.number().int(),
  status: runStatus,
  startedAt: z.string(),
  endedAt: z.string().optional(),
  event: z.string(),
  trigger: z.string(),
  causedBy: z.string().optional(),
  /** The run that repeats this one. */
  repeatedBy: z.string().optional(),
  error: runError.optional(),
  /** Of a run that succeeded: calls that failed and after which it went on all the same. */
  handled: z.number().int().optional(),
});

export const runDetail = runSummary.extend({
  input: anyJson,
  output: anyJson.optional(),
  /** Of a run that waits its turn: how many wait before it, and the ids of those that are under way. */
  line: z.object({ ahead: z.number().int(), underWay: z.array(z.string()) }).optional(),
  /** Of a called run: the run that called it. */
  caller: z.object({ run: z.string(), flowName: z.string() }).optional(),
  /** Why not every step is shown. */
  notice: z.string().optional(),
  steps: z.array(runStep),
});

const byId = z.object({ id: z.string().regex(/^r[0-9a-f]{40}$/) });

export const runRoutes = {
  listRuns: route({
    id: 'listRuns',
    method: 'GET',
    path: '/api/runs',
    role: 'viewer',
    summary: 'Runs, newest first',
    query: z.object({
      ...pageQuery,
      flow: slug.optional(),
      status: runStatus.optional(),
      /** Only runs that succeeded although calls in them failed. */
      handled: z.literal('true').optional(),
      from: z.iso.datetime().optional(),
      to: z.iso.datetime().optional(),
    }),
    response: page(runSummary),
  }),
  getRun: route({
    id: 'getRun',
    method: 'GET',
    path: '/api/runs/{id}',
    role: 'viewer',
    summary: 'One run with every step',
    params: byId,
    response: runDetail,
  }),
  getRounds: route({
    id: 'getRounds',
    method: 'GET',
    path: '/api/runs/{id}/rounds',
    role: 'viewer',
    summary: 'Steps of some rounds of a loop; `next` leads to the following rounds',
    params: byId,
    query: z.object({
      /** Of the loop: `lines`, `orders[3]/lines`. */
      path: z.string().max(1000),
      /** Number of the first round. */
      from: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(50).default(20),
    }),
    response: z.object({
      rounds: z.number().int(),
      /** Why not every step is shown. */
      notice: z.string().optional(),
      steps: z.array(runStep),
      next: z.number().int().optional(),
    }),
  }),
  getStepOutput: route({
    id: 'getStepOutput',
    method: 'GET',
    path: '/api/runs/{id}/output',
    role: 'viewer',
    summary:
      'The answer of a step that was too large to go on, as JSON text in parts; `next` leads to the following part',
    params: byId,
    query: z.object({
      /** `lines[0]/tell` */
      path: z.string().max(1000),
      /** Where the part begins, in characters. */
      from: z.coerce.number().int().min(0).default(0),
    }),
    response: z.object({ text: z.string(), next: z.number().int().optional() }),
  }),
  stopRun: route({
    id: 'stopRun',
    method: 'POST',
    path: '/api/runs/{id}/stop',
    role: 'editor',
    summary: 'Stop a run; a call under way may still finish',
    params: byId,
    response: runDetail,
  }),
  runAgain: route({
    id: 'runAgain',
    method: 'POST',
    path: '/api/runs/{id}/again',
    role: 'editor',
    summary: 'Start a new run of the published version with the same event',
    params: byId,
    response: z.object({ run: z.string() }),
    status: 202,
  }),
  runAllAgain: route({
    id: 'runAllAgain',
    method: 'POST',
    path: '/api/runs/again',
    role: 'editor',
    summary: 'Start new runs for a page of ended ones, each at most once; `next` leads to the following page',
    body: z.object({
      flow: slug.optional(),
      status: z.enum(['failed', 'timedOut', 'stopped', 'succeeded']).default('failed'),
      from: z.iso.datetime().optional(),
      to: z.iso.datetime().optional(),
      cursor: z.string().max(2000).optional(),
      limit: z.number().int().min(1).max(100).optional(),
    }),
    response: z.object({
      /** Runs that were started. */
      count: z.number().int(),
      /** Runs whose flow is not published or full, or that were repeated this way before. */
      skipped: z.number().int(),
      next: z.string().optional(),
    }),
    status: 202,
  }),
};
