import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import { AwsError } from '../aws-error.ts';
import type { LambdaService } from './lambda-service.ts';

/** Bytes of a request, https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const longestRequest = { RequestResponse: 6_291_456, Event: 1_048_576, DryRun: 6_291_456 };

/** Milliseconds before the second and the third try of an asynchronous invocation, as on AWS. */
const retryDelays = [60_000, 120_000];

/** Lambda's Invoke: waits for the answer, or with InvocationType Event takes the event in and tries up to three times. */
export async function invoke(service: LambdaService, input: InvocationRequest): Promise<InvocationResponse> {
  const type = input.InvocationType ?? 'RequestResponse';
  const name = `${input.FunctionName}${input.Qualifier ? `:${input.Qualifier}` : ''}`;
  const payload = read(input.Payload, longestRequest[type]);
  if (type === 'DryRun') return { StatusCode: 204 };
  if (type === 'Event') {
    void invokeUntilItSucceeds(service, name, service.run(name, payload), payload, 0);
    return { StatusCode: 202 };
  }
  const answer = await service.run(name, payload);
  return {
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    Payload: Buffer.from(answer.payload) as InvocationResponse['Payload'],
    ...(answer.errorType !== undefined && { FunctionError: 'Unhandled' }),
  };
}

function read(payload: Uint8Array | undefined, limit: number): string {
  if (!payload || payload.length === 0) return '{}';
  if (payload.length > limit) {
    throw new AwsError(
      'RequestTooLargeException',
      `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
      413,
    );
  }
  const text = Buffer.from(payload).toString();
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError(
      'InvalidRequestContentException',
      'Could not parse request body into json: the payload is not JSON.',
    );
  }
  return text;
}

async function invokeUntilItSucceeds(
  service: LambdaService,
  name: string,
  running: ReturnType<LambdaService['run']>,
  payload: string,
  tries: number,
): Promise<void> {
  const answer = await running;
  if (answer.errorType === undefined) return;
  const delay = retryDelays[tries];
  if (delay === undefined) {
    service.report(`An event for the function ${name} was given up after ${tries + 1} tries: ${answer.payload}`);
    return;
  }
  service.timers.set(service.clock.now() + delay, () => {
    void invokeUntilItSucceeds(service, name, service.run(name, payload), payload, tries + 1);
  });
}
