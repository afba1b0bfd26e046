import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#flows/language/json.ts';
import { api } from '#functions/contract/api.ts';
import { openapi } from './openapi.ts';

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: JsonObject }[];
  requestBody?: { content: { 'application/json': { schema: JsonObject } } };
  responses: Record<string, { content?: { 'application/json': { schema: JsonObject } } }>;
}

const document = openapi('https://flows.example.com') as unknown as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

describe('the OpenAPI document', () => {
  it('has every route of the contract once', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(api).sort());
  });

  it('declares each value in a path as a required parameter', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const { parameters } of Object.values(methods)) {
        expect(parameters.filter((p) => p.in === 'path' && p.required).map((p) => p.name)).toEqual(names);
      }
    }
  });

  it('holds schemas that stand alone and compile as JSON Schema 2020-12', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    for (const { requestBody, responses, parameters } of operations) {
      const bodies = [requestBody, ...Object.entries(responses).map(([status, r]) => (status === 'default' ? {} : r))];
      const schemas = bodies.flatMap((body) => (body?.content ? [body.content['application/json'].schema] : []));
      for (const schema of [...schemas, ...parameters.map((p) => p.schema)]) {
        expect(JSON.stringify(schema)).not.toContain('$ref');
        expect(() => ajv.compile(schema)).not.toThrow();
      }
    }
  });
});
