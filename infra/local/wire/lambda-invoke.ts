import type { InvocationResponse } from '@aws-sdk/client-lambda';
import { callOperation, type Operations } from '../call-operation.ts';
import type { Protocol } from './exchange.ts';

/** Lambda's Invoke, whose request and response bodies are the payloads themselves. */
export function lambdaInvoke(operations: Operations): Protocol {
  return {
    async answer({ path, query, headers, body }) {
      const output: InvocationResponse = await callOperation(operations, 'Invoke', {
        FunctionName: path[2],
        InvocationType: headers['x-amz-invocation-type'] ?? 'RequestResponse',
        Payload: new Uint8Array(body),
        ...(query.has('Qualifier') && { Qualifier: query.get('Qualifier') }),
      });
      return {
        status: output.StatusCode ?? 200,
        headers: {
          'content-type': 'application/json',
          ...(output.ExecutedVersion && { 'x-amz-executed-version': output.ExecutedVersion }),
          ...(output.FunctionError && { 'x-amz-function-error': output.FunctionError }),
        },
        body: output.Payload ?? '',
      };
    },
    error: (_, { name, message, status }) => ({
      status,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
      body: JSON.stringify({ Type: 'User', Message: message }),
    }),
  };
}
