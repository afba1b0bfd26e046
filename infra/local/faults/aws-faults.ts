import type {
  BatchGetItemInput,
  BatchGetItemOutput,
  BatchWriteItemInput,
  BatchWriteItemOutput,
  TransactWriteItemsInput,
} from '@aws-sdk/client-dynamodb';
import type { PutEventsRequest, PutEventsResponse } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../aws-error.ts';
import type { FaultyService } from './faulty-service.ts';

/** Names and statuses by which each service says "too fast", and those by which it breaks: the errors of its API reference. */
const errors: Readonly<Record<FaultyService, { throttle: [string, number]; broken: [string, number] }>> = {
  dynamodb: { throttle: ['ProvisionedThroughputExceededException', 400], broken: ['InternalServerError', 500] },
  events: { throttle: ['ThrottlingException', 400], broken: ['InternalException', 500] },
  sqs: { throttle: ['RequestThrottled', 403], broken: ['ServiceUnavailable', 503] },
  scheduler: { throttle: ['ThrottlingException', 429], broken: ['InternalServerException', 500] },
  states: { throttle: ['ThrottlingException', 400], broken: ['ServiceUnavailable', 503] },
  lambda: { throttle: ['TooManyRequestsException', 429], broken: ['ServiceException', 500] },
  kms: { throttle: ['ThrottlingException', 400], broken: ['KMSInternalException', 500] },
  s3: { throttle: ['SlowDown', 503], broken: ['InternalError', 500] },
};

/** What a service answers a call that comes too fast; the call has no effect. */
export function throttleError(service: FaultyService, operation: string, input: object): AwsError {
  const [name, status] = errors[service].throttle;
  return operation === 'TransactWriteItems'
    ? cancelled(input as TransactWriteItemsInput)
    : new AwsError(name, 'Rate exceeded', status);
}

/** What a service answers when it breaks, before or after the call had its effect. */
export function brokenError(service: FaultyService): AwsError {
  const [name, status] = errors[service].broken;
  return new AwsError(name, 'The request processing has failed because of an unknown error.', status);
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
function cancelled({ TransactItems = [] }: TransactWriteItemsInput): AwsError {
  const Code = TransactItems.length % 2 ? 'ThrottlingError' : 'TransactionConflict';
  const codes = TransactItems.map((_, index) => (index === 0 ? Code : 'None'));
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`;
  const CancellationReasons = codes.map((each) => ({ Code: each }));
  return new AwsError('TransactionCanceledException', message, 400, { CancellationReasons });
}

/** Lets only the first half of what a call carries through, as batches do; undefined for calls that are no batch. */
export async function partlyRefused<T extends object>(
  operation: string,
  input: object,
  call: (input: object) => Promise<T>,
): Promise<T | undefined> {
  const half = <Entry>(entries: readonly Entry[]): [Entry[], Entry[]] => {
    const middle = Math.ceil(entries.length / 2);
    return [entries.slice(0, middle), entries.slice(middle)];
  };
  if (operation === 'PutEvents') {
    const [taken, refused] = half((input as PutEventsRequest).Entries ?? []);
    const answer = (await call({ ...input, Entries: taken })) as PutEventsResponse;
    const failures = refused.map(() => ({ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }));
    const FailedEntryCount = (answer.FailedEntryCount ?? 0) + failures.length;
    return { ...answer, FailedEntryCount, Entries: [...(answer.Entries ?? []), ...failures] } as unknown as T;
  }
  if (operation === 'BatchWriteItem') {
    const [[table = '', requests = []] = []] = Object.entries((input as BatchWriteItemInput).RequestItems ?? {});
    const [taken, refused] = half(requests);
    const answer = (await call({ ...input, RequestItems: { [table]: taken } })) as BatchWriteItemOutput;
    return { ...answer, ...(refused.length > 0 && { UnprocessedItems: { [table]: refused } }) } as unknown as T;
  }
  if (operation === 'BatchGetItem') {
    const [[table = '', asked] = []] = Object.entries((input as BatchGetItemInput).RequestItems ?? {});
    const [taken, refused] = half(asked?.Keys ?? []);
    const answer = (await call({
      ...input,
      RequestItems: { [table]: { ...asked, Keys: taken } },
    })) as BatchGetItemOutput;
    const UnprocessedKeys = { [table]: { ...asked, Keys: refused } };
    return { ...answer, ...(refused.length > 0 && { UnprocessedKeys }) } as unknown as T;
  }
  return undefined;
}
