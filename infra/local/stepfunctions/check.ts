import type { Json } from '#flows/language/json.ts';
import { AwsError } from '../aws-error.ts';

/** Characters that no name may hold, https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff]/u;

/** Bytes of an execution's input, https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const longestInput = 262_144;

/** The value; throws ValidationException when it is missing. */
export function required<T>(field: string, value: T | undefined | null): T {
  if (value !== undefined && value !== null) return value;
  throw constraint(`Value null at '${field}' failed to satisfy constraint: Member must not be null`);
}

/** Throws ValidationException for a text that is longer or shorter than its field takes. */
export function checkLength(field: string, text: string, longest: number, shortest = 0): void {
  if (text.length < shortest) {
    throw constraint(
      `Value '${text}' at '${field}' failed to satisfy constraint: Member must have length greater than or equal to ${shortest}`,
    );
  }
  if (text.length <= longest) return;
  throw constraint(
    `Value at '${field}' failed to satisfy constraint: Member must have length less than or equal to ${longest}`,
  );
}

/** Throws for a name that AWS refuses: InvalidName for its characters, ValidationException for its length. */
export function checkName(name: string): void {
  checkLength('name', name, 80, 1);
  if (forbidden.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

/** The number of results to answer with: 100 unless asked for. */
export function pageSize(maxResults: number | undefined, most = 1000): number {
  if (maxResults === undefined || maxResults === 0) return 100;
  if (maxResults < 0 || maxResults > most) {
    throw constraint(
      `Value '${maxResults}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to ${most}`,
    );
  }
  return maxResults;
}

/** A position in a list as a token for its reader. */
export function writeToken(position: string | number): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position that writeToken was given; throws InvalidToken. */
export function readToken<T extends string | number>(token: string, type: T extends string ? 'string' : 'number'): T {
  try {
    const position: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (typeof position === type) return position as T;
  } catch {
    // Whatever it is, it is not a token of ours.
  }
  throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
}

/** The input of a new execution as text and value; throws InvalidExecutionInput and ValidationException. */
export function readInput(text = '{}'): { text: string; value: Json } {
  checkLength('input', text, longestInput);
  if (text.length * 3 > longestInput && Buffer.byteLength(text) > longestInput) {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: 'The input is larger than ${longestInput} bytes'`,
    );
  }
  try {
    return { text, value: JSON.parse(text) };
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${(error as Error).message}'`);
  }
}

function constraint(text: string): AwsError {
  return new AwsError('ValidationException', `1 validation error detected: ${text}`);
}
