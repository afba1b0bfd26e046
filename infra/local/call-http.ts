import type { Lambda } from './lambda/start-lambda.ts';

/** Calls a function with an HTTP event; one that failed or took too long answers 502 or 504, as API Gateway does. */
export async function callHttp(lambda: Lambda, functionName: string, event: object): Promise<unknown> {
  const answer = await lambda.invokeTask(functionName, event);
  if (!('error' in answer)) return JSON.parse(answer.payload);
  const late = answer.error === 'Sandbox.Timedout';
  const error = late
    ? { code: 'timeout', message: 'The answer took too long.' }
    : { code: 'internal', message: 'Something went wrong on the server. Its log says more.' };
  console.error(JSON.stringify({ level: 'ERROR', function: functionName, error: answer.error, cause: answer.cause }));
  return {
    statusCode: late ? 504 : 502,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error }),
  };
}
