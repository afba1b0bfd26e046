import { AwsError } from '../aws-error.ts';

/** The error of a request that is wrong by itself. */
export function validation(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** ValidationException, with the words that AWS puts before most mistakes in values. */
export function invalidValues(message: string): AwsError {
  return validation(`One or more parameter values were invalid: ${message}`);
}

/** A mistake of the kind that PutItem and UpdateItem count, and all other operations tell as it is. */
export class CountedMistake extends AwsError {
  constructor(message: string) {
    super('ValidationException', message);
  }
}

/** What `check` returns; tells the mistakes that it counts as PutItem and UpdateItem do. */
export function counted<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof CountedMistake) throw validation(`1 validation error detected: ${error.message}`);
    throw error;
  }
}
