import type { Json } from '#flows/language/json.ts';
import { AwsError } from '../../aws-error.ts';

type FieldType = 'string' | 'number' | 'boolean' | 'array' | 'object' | 'any';

/** A field whose name ends in an exclamation mark is always there. */
type Shape = Record<string, FieldType>;

/** What calls answer in Step Functions' spelling, from the services' API references. */
const shapes: Record<string, Shape> = {
  'states:startExecution': { 'ExecutionArn!': 'string', 'StartDate!': 'string' },
  'lambda:invoke': {
    ExecutedVersion: 'string',
    FunctionError: 'string',
    LogResult: 'string',
    Payload: 'any',
    StatusCode: 'number',
  },
  'sqs:sendMessage': {
    MD5OfMessageAttributes: 'string',
    MD5OfMessageBody: 'string',
    MD5OfMessageSystemAttributes: 'string',
    MessageId: 'string',
    SequenceNumber: 'string',
  },
  'sns:publish': { MessageId: 'string', SequenceNumber: 'string' },
  'events:putEvents': { Entries: 'array', FailedEntryCount: 'number' },
  'dynamodb:getItem': { ConsumedCapacity: 'object', Item: 'object' },
  'dynamodb:putItem': { Attributes: 'object', ConsumedCapacity: 'object', ItemCollectionMetrics: 'object' },
  'dynamodb:updateItem': { Attributes: 'object', ConsumedCapacity: 'object', ItemCollectionMetrics: 'object' },
  'dynamodb:deleteItem': { Attributes: 'object', ConsumedCapacity: 'object', ItemCollectionMetrics: 'object' },
};

/** Throws ValidationException for a mocked result that the call could never answer. Calls not known here answer anything. */
export function checkMockedResult(resource: string, result: Json, mode: 'STRICT' | 'PRESENT' | 'NONE'): void {
  const integration = /^arn:[^:]+:states:[^:]*:[^:]*:([^:]+:\w+)$/.exec(resource)?.[1];
  if (mode === 'NONE' || integration === undefined || !Object.hasOwn(shapes, integration)) return;
  if (typeOf(result) !== 'object') throw invalid('Mocked result must be an object');
  const given = result as Record<string, Json>;
  for (const [name, type] of Object.entries(shapes[integration]!)) {
    const field = name.replace('!', '');
    const value = given[field];
    if (value === undefined) {
      if (name.endsWith('!') && mode === 'STRICT') throw invalid(`Required field '${field}' is missing`);
      continue;
    }
    if (type !== 'any' && typeOf(value) !== type) {
      throw invalid(`Field '${field}' must be ${/^[ao]/.test(type) ? 'an' : 'a'} ${type}`);
    }
  }
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', `Mock result schema validation error: ${message}`);
}
