import { z } from 'zod';
import { anyJson } from './any-json.ts';
import { hook } from './flows.ts';
import { page, pageQuery, route, slug } from './route.ts';

/** Raised by each change; sent back to detect that somebody else changed it. */
const revision = z.number().int().min(1);

export const connection = z.object({
  name: slug,
  connector: z.string(),
  /** Secret fields read `{ "secret": true }`; of a secret address `site` is what may be shown: `https://hooks.slack.com`. */
  fields: z.record(
    z.string(),
    z.union([z.string(), z.object({ secret: z.literal(true), site: z.string().optional() })]),
  ),
  revision,
  hook: hook.optional(),
  /** Flows whose published version uses it. */
  usedBy: z.array(z.string()),
  lastTest: z.object({ at: z.string(), works: z.boolean(), says: z.string() }).optional(),
  updatedAt: z.string(),
  updatedBy: z.string(),
});

const byName = z.object({ name: slug });

export const connectionRoutes = {
  listConnections: route({
    id: 'listConnections',
    method: 'GET',
    path: '/api/connections',
    role: 'viewer',
    summary: 'Connections, by name, without secrets',
    query: z.object(pageQuery),
    response: page(connection),
  }),
  getConnection: route({
    id: 'getConnection',
    method: 'GET',
    path: '/api/connections/{name}',
    role: 'viewer',
    summary: 'One connection without secrets',
    params: byName,
    response: connection,
  }),
  saveConnection: route({
    id: 'saveConnection',
    method: 'PUT',
    path: '/api/connections/{name}',
    role: 'editor',
    summary:
      'Create a connection, or change the latest `revision` of it; a field left out keeps its value, null removes it',
    params: byName,
    body: z.object({
      connector: z.string().max(63),
      fields: z.record(z.string().max(63), z.string().max(8192).nullable()),
      /** The one that the change is based on. Absent or 0: a new connection, which overwrites nothing. */
      revision: z.number().int().min(0).default(0),
    }),
    response: connection,
  }),
  deleteConnection: route({
    id: 'deleteConnection',
    method: 'DELETE',
    path: '/api/connections/{name}',
    role: 'editor',
    summary: 'Delete a connection; 409 while a published flow uses it',
    params: byName,
    status: 204,
  }),
  testConnection: route({
    id: 'testConnection',
    method: 'POST',
    path: '/api/connections/{name}/test',
    role: 'editor',
    summary: 'Prove the connection with a harmless call',
    params: byName,
    response: z.object({ works: z.boolean(), says: z.string() }),
  }),
  listOptions: route({
    id: 'listOptions',
    method: 'POST',
    path: '/api/connections/{name}/options',
    role: 'editor',
    summary: 'What the vendor offers for a field of an operation whose schema carries `options`, searched and in pages',
    params: byName,
    body: z.object({
      /** `jira.createIssue` */
      operation: z.string().max(127),
      field: z.string().max(63),
      search: z.string().max(200).default(''),
      /** The `next` of the page before. */
      cursor: z.string().max(2000).optional(),
      /** The fields that `options.needs` names, as they are filled in. */
      input: z.record(z.string().max(63), z.string().max(1000)).default({}),
    }),
    maxBodyBytes: 16_384,
    response: z.object({
      /** At most 100. `hint` tells two of one label apart. */
      items: z.array(z.object({ value: z.string(), label: z.string(), hint: z.string().optional() })),
      next: z.string().optional(),
    }),
  }),
  rotateConnectionHook: route({
    id: 'rotateConnectionHook',
    method: 'POST',
    path: '/api/connections/{name}/hook/rotate',
    role: 'editor',
    summary: 'Give the connection a new webhook address; the old one stops at once',
    params: byName,
    response: hook,
  }),
};

const operation = z.object({
  id: z.string(),
  input: anyJson,
  output: anyJson,
  sample: anyJson,
  connection: z.enum(['required', 'optional', 'none']),
  title: z.object({ en: z.string(), zh: z.string() }),
  description: z.object({ en: z.string(), zh: z.string() }),
});

export const connectorRoutes = {
  listConnectors: route({
    id: 'listConnectors',
    method: 'GET',
    path: '/api/connectors',
    role: 'viewer',
    summary: 'Every connector with JSON Schemas of its operations',
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          version: z.number().int(),
          categories: z.array(z.string()),
          icon: z.object({ letters: z.string(), color: z.string() }),
          connection: anyJson.optional(),
          /** Whether `testConnection` can prove a connection of it. */
          testable: z.boolean(),
          actions: z.array(operation.extend({ idempotency: z.string(), effects: z.string() })),
          triggers: z.array(operation.extend({ kind: z.string() })),
        }),
      ),
    }),
  }),
};
