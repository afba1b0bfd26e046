import { z } from 'zod';
import { anyJson } from './any-json.ts';
import { problem } from './problem.ts';
import { page, pageQuery, route, slug } from './route.ts';

const byId = z.object({ id: slug });
const revision = z.number().int().min(1);
const source = z.string().max(262_144);
const format = z.enum(['yaml', 'json']);

export const hook = z.object({
  /** `core.webhook`, or the connector's name for the hook of a connection. */
  trigger: z.string(),
  url: z.string(),
  connection: z.string().optional(),
});

export const flowState = z.enum(['draft', 'on', 'paused', 'off']);

export const cost = z.object({ pricesOf: z.string(), shortest: z.number(), typical: z.number(), longest: z.number() });

export const flowSummary = z.object({
  id: slug,
  name: z.string(),
  description: z.string().optional(),
  /** draft: never published; on; paused: published but takes no events; off: unpublished. */
  state: flowState,
  /** Of the trigger: `jira.issueUpdated`. */
  trigger: z.string().optional(),
  connectors: z.array(z.string()),
  version: z.number().int().optional(),
  /** Raised by each save; sent back to detect that somebody else saved. */
  revision,
  /** True when the saved text differs from the published version. */
  changed: z.boolean(),
  problems: z.object({ errors: z.number().int(), warnings: z.number().int() }),
  cost: cost.optional(),
  updatedAt: z.string(),
  updatedBy: z.string(),
  /** Runs per day of the last seven days, oldest first; `handled`: of those that succeeded, in which calls failed. */
  week: z.array(
    z.object({ day: z.string(), succeeded: z.number().int(), failed: z.number().int(), handled: z.number().int() }),
  ),
  lastRun: z.object({ id: z.string(), status: z.string(), startedAt: z.string() }).optional(),
});

export const flowDetail = flowSummary.extend({
  source,
  format,
  findings: z.array(problem),
  hooks: z.array(hook),
  /** When the published schedule starts runs next, ISO 8601: without the holidays it skips and what its conditions turn away. */
  next: z.array(z.string()),
  /** Of the published schedule. */
  timeZone: z.string().optional(),
  type: z.enum(['EXPRESS', 'STANDARD']).optional(),
  /** Runs that began in the last 30 days. */
  runsInMonth: z.number().int(),
});

const compiled = z.object({
  type: z.enum(['EXPRESS', 'STANDARD']),
  deadline: z.number(),
  definition: anyJson,
  subscription: anyJson,
  schedule: anyJson.optional(),
  sourceMap: anyJson,
  connectors: z.array(z.string()),
  connections: anyJson,
  cost,
});

export const flowVersion = z.object({
  version: z.number().int(),
  publishedAt: z.string(),
  publishedBy: z.string(),
  type: z.enum(['EXPRESS', 'STANDARD']),
  active: z.boolean(),
});

export const published = z.object({
  id: slug,
  version: z.number().int(),
  revision,
  /** False when this very text was already the published version. */
  changed: z.boolean(),
  hooks: z.array(hook),
  findings: z.array(problem),
  next: z.array(z.string()),
  timeZone: z.string().optional(),
});

export const flowRoutes = {
  listFlows: route({
    id: 'listFlows',
    method: 'GET',
    path: '/api/flows',
    role: 'viewer',
    summary: 'Flows of the workspace, by name',
    query: z.object({ ...pageQuery, search: z.string().max(200).optional(), state: flowState.optional() }),
    response: page(flowSummary),
  }),
  getFlow: route({
    id: 'getFlow',
    method: 'GET',
    path: '/api/flows/{id}',
    role: 'viewer',
    summary: 'One flow with its text, findings and addresses',
    params: byId,
    response: flowDetail,
  }),
  getRevision: route({
    id: 'getRevision',
    method: 'GET',
    path: '/api/flows/{id}/revision',
    role: 'viewer',
    summary:
      'Which revision of a flow is the latest, who saved it, and how often its pins changed (`pins`): asked often by whoever has the flow open',
    params: byId,
    response: z.object({ revision, updatedAt: z.string(), updatedBy: z.string(), pins: z.number().int() }),
  }),
  saveFlow: route({
    id: 'saveFlow',
    method: 'PUT',
    path: '/api/flows/{id}',
    role: 'editor',
    summary:
      'Create a flow, or save its text over the latest `revision`; 409 when there is such a flow or it is not the latest. The id inside the text must equal the path.',
    params: byId,
    /** The one that the text is based on. Absent or 0: a new flow, which overwrites nothing. */
    body: z.object({ source, format: format.default('yaml'), revision: z.number().int().min(0).default(0) }),
    response: flowDetail,
  }),
  deleteFlow: route({
    id: 'deleteFlow',
    method: 'DELETE',
    path: '/api/flows/{id}',
    role: 'editor',
    summary: 'Delete a flow; runs under way finish',
    params: byId,
    status: 204,
  }),
  publishFlow: route({
    id: 'publishFlow',
    method: 'POST',
    path: '/api/flows/{id}/publish',
    role: 'editor',
    summary: 'Publish the saved text; 422 with findings when it has errors',
    params: byId,
    body: z.object({ revision: revision.optional() }),
    response: published,
  }),
  unpublishFlow: route({
    id: 'unpublishFlow',
    method: 'POST',
    path: '/api/flows/{id}/unpublish',
    role: 'editor',
    summary: 'Take the flow off; runs under way finish',
    params: byId,
    response: flowDetail,
  }),
  pauseFlow: route({
    id: 'pauseFlow',
    method: 'POST',
    path: '/api/flows/{id}/pause',
    role: 'editor',
    summary: 'Take no events until resumed; they leave a verdict',
    params: byId,
    response: flowDetail,
  }),
  resumeFlow: route({
    id: 'resumeFlow',
    method: 'POST',
    path: '/api/flows/{id}/resume',
    role: 'editor',
    summary: 'Take events again',
    params: byId,
    response: flowDetail,
  }),
  listVersions: route({
    id: 'listVersions',
    method: 'GET',
    path: '/api/flows/{id}/versions',
    role: 'viewer',
    summary: 'Published versions, newest first',
    params: byId,
    query: z.object(pageQuery),
    response: page(flowVersion),
  }),
  getVersion: route({
    id: 'getVersion',
    method: 'GET',
    path: '/api/flows/{id}/versions/{version}',
    role: 'viewer',
    summary: 'One published version',
    params: z.object({ id: slug, version: z.coerce.number().int().min(1) }),
    response: flowVersion.extend({ source, format, definition: anyJson, sourceMap: anyJson }),
  }),
  validateFlow: route({
    id: 'validateFlow',
    method: 'POST',
    path: '/api/validate',
    role: 'viewer',
    summary: 'Check a text without saving it',
    body: z.object({ source, format: format.default('yaml') }),
    response: z.object({ findings: z.array(problem), compiled: compiled.optional() }),
  }),
  rotateFlowHook: route({
    id: 'rotateFlowHook',
    method: 'POST',
    path: '/api/flows/{id}/hook/rotate',
    role: 'editor',
    summary: 'Give the flow a new webhook address; the old one stops at once',
    params: byId,
    response: hook,
  }),
  runFlow: route({
    id: 'runFlow',
    method: 'POST',
    path: '/api/flows/{id}/run',
    role: 'editor',
    summary: 'Start the published version with the given `$trigger`',
    params: byId,
    body: z.object({ input: anyJson.optional() }),
    response: z.object({ run: z.string() }),
    status: 202,
  }),
  sendSample: route({
    id: 'sendSample',
    method: 'POST',
    path: '/api/flows/{id}/sample',
    role: 'editor',
    summary:
      "Send the trigger's sample event through the whole path, `when` included; a webhook flow gets it at its own address",
    params: byId,
    body: z.object({ data: anyJson.optional() }),
    response: z.object({ event: z.string() }),
    status: 202,
  }),
  upcoming: route({
    id: 'upcoming',
    method: 'GET',
    path: '/api/upcoming',
    role: 'viewer',
    summary: 'What fires next, soonest first',
    query: z.object({
      days: z.coerce.number().int().min(1).max(31).optional(),
      limit: z.coerce.number().int().min(1).max(500).optional(),
    }),
    response: z.object({
      items: z.array(
        z.object({
          flow: slug,
          name: z.string(),
          at: z.string(),
          timeZone: z.string(),
          expression: z.string(),
          /** It leaves out the holidays of the workspace. */
          skipsHolidays: z.boolean(),
          skipped: z.string().optional(),
        }),
      ),
    }),
  }),
};
