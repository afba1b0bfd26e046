import { crc32 } from 'node:zlib';
import type { Operations } from '../call-operation.ts';
import { checkTypes } from '../dynamodb/requests/check-types.ts';
import { shapes } from '../dynamodb/requests/shapes.ts';
import { awsJson } from './aws-json.ts';
import type { Protocol, WireResponse } from './exchange.ts';

/** Errors that come from what DynamoDB is built of; all others have its own name in front. */
const prefixes: Record<string, string> = {
  ValidationException: 'com.amazon.coral.validate#',
  SerializationException: 'com.amazon.coral.service#',
  UnknownOperationException: 'com.amazon.coral.service#',
  UnrecognizedClientException: 'com.amazon.coral.service#',
};

/** AWS JSON 1.0 as DynamoDB speaks it: with a checksum of every answer, and errors by their full names. */
export function dynamoJson(operations: Operations): Protocol {
  const checked = Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      async (input: object) => operation(checkTypes(input, shapes[name]!) as never),
    ]),
  );
  const plain = awsJson(checked, '1.0', { dates: [], bytes: [] });
  return {
    answer: async (request) => withChecksum(await plain.answer(request)),
    error(request, error) {
      const full = Object.assign(Object.create(error) as typeof error, {
        name: `${prefixes[error.name] ?? 'com.amazonaws.dynamodb.v20120810#'}${error.name}`,
      });
      return withChecksum(plain.error(request, full));
    },
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html */
function withChecksum(response: WireResponse): WireResponse {
  return { ...response, headers: { ...response.headers, 'x-amz-crc32': String(crc32(response.body)) } };
}
