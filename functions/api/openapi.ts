import { z } from 'zod';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { api } from '#functions/contract/api.ts';
import { errorBody, type Route } from '#functions/contract/route.ts';

/** The API as an OpenAPI 3.1 document, made from the contract; `server` is the public URL. */
export function openapi(server: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const route of Object.values(api) as Route[]) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Millrace', version: '1', description: 'Flows, runs, connections and events of one workspace.' },
    servers: [{ url: server }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Error: schema(errorBody, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'millrace',
          description: 'The session cookie; methods other than GET also need the header x-csrf-token.',
        },
      },
    },
  };
}

function operation(route: Route): JsonObject {
  const success: JsonObject = { description: 'Success' };
  if (!(route.response instanceof z.ZodUndefined)) {
    success.content = { 'application/json': { schema: schema(route.response, 'output') } };
  }
  return {
    operationId: route.id,
    summary: route.summary,
    'x-role': route.role,
    ...(route.role === 'public' && { security: [] }),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(!(route.body instanceof z.ZodUndefined) && {
      requestBody: { required: true, content: { 'application/json': { schema: schema(route.body, 'input') } } },
    }),
    responses: {
      [route.status]: success,
      default: {
        description: 'What went wrong and what to do',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function parameters(object: z.ZodObject, place: 'path' | 'query'): Json[] {
  const whole = schema(object, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(whole.properties ?? {}).map(([name, value]) => ({
    name,
    in: place,
    required: place === 'path' || (whole.required ?? []).includes(name),
    schema: value,
  }));
}

// The only schema that refers to itself is "any JSON": `{}` says the same and needs no definitions of its own.
function schema(type: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, $defs: _definitions, ...rest } = z.toJSONSchema(type, { io, unrepresentable: 'any' });
  return JSON.parse(JSON.stringify(rest), (_key, value) => (value?.$ref ? {} : value)) as Json;
}
