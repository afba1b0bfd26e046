import { AwsError } from './aws-error.ts';

/** Operations of an embedded service by AWS's names, in the shapes of the SDK. */
export type Operations = Record<string, (input: never) => Promise<object>>;

/** Calls an operation by its name. Throws UnknownOperationException. */
export async function callOperation(operations: Operations, name: string, input: object): Promise<object> {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) throw new AwsError('UnknownOperationException', `${name} is not supported here.`);
  return operation(input as never);
}
