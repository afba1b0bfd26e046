import { textSize } from '#flows/language/text-size.ts';
import { type Failure, failure } from '#flows/text/failure.ts';

/** Bytes that an execution may be started with, https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const executionInputLimit = 256 * 1024;

/** Whether Step Functions would not take an execution's input, given as JSON text. */
export function isTooLargeInput(text: string): boolean {
  return text.length > executionInputLimit / 4 && textSize(text) > executionInputLimit;
}

/** The failure of a run whose input Step Functions would not take. */
export function tooLargeEvent<C extends string>(code: C): Failure & { code: C } {
  return failure(code, { id: 'eventTooLarge', params: { limit: executionInputLimit / 1024 } });
}
