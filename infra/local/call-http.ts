import type { HttpEvent } from '#functions/middleware/http-event.ts';
import { languageOf } from '#functions/middleware/language-of.ts';
import { refusalText } from '#functions/middleware/refusal-text.ts';
import { securityHeaders } from '#functions/middleware/security-headers.ts';
import type { Lambda } from './lambda/start-lambda.ts';

/** Calls a function with an HTTP event; one that failed or took too long answers 502 or 504, as API Gateway does. */
export async function callHttp(lambda: Lambda, functionName: string, event: HttpEvent): Promise<unknown> {
  const answer = await lambda.invokeTask(functionName, event);
  if (!('error' in answer)) return JSON.parse(answer.payload);
  const late = answer.error === 'Sandbox.Timedout';
  const code = late ? 'lateAnswer' : 'internalHere';
  const error = { code, ...refusalText('api', code, {}, languageOf(event.headers['accept-language'])) };
  console.error(JSON.stringify({ level: 'ERROR', function: functionName, error: answer.error, cause: answer.cause }));
  return {
    statusCode: late ? 504 : 502,
    headers: { 'content-type': 'application/json', ...securityHeaders(process.env.MILLRACE_PUBLIC_URL) },
    body: JSON.stringify({ error }),
  };
}
