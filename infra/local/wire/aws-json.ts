import { callOperation, type Operations } from '../call-operation.ts';
import type { Protocol } from './exchange.ts';
import { readJson, type SpecialMembers, writeJson } from './json-body.ts';

/** AWS JSON 1.0 and 1.1: every operation is a POST that names itself in the header `x-amz-target`. */
export function awsJson(operations: Operations, version: '1.0' | '1.1', special: SpecialMembers): Protocol {
  const headers = { 'content-type': `application/x-amz-json-${version}` };
  return {
    async answer(request) {
      const name = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const output = await callOperation(operations, name, readJson(request.body, special));
      return { status: 200, headers, body: writeJson(output) };
    },
    error: (_, { name, message, status, members }) => ({
      status,
      headers,
      body: writeJson({ __type: name, message, ...members }),
    }),
  };
}
