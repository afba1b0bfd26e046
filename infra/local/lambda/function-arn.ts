import { AwsError } from '../aws-error.ts';

/** Prefix of every function's ARN on one machine. */
export const functionArnPrefix = 'arn:aws:lambda:us-east-1:000000000000:function:';

const forms =
  /^(?:arn:aws:lambda:us-east-1:)?(?:000000000000:function:|000000000000:|function:)?([A-Za-z0-9-_]{1,64})(?::(\$LATEST))?$/;

/**
 * The plain name in a FunctionName, which AWS takes as a name, a partial or a full ARN, each with a qualifier or
 * without. Throws ResourceNotFoundException for what names another account, region or version.
 */
export function functionName(functionNameOrArn: string): string {
  const name = forms.exec(functionNameOrArn)?.[1];
  if (!name) throw functionNotFound(functionNameOrArn);
  return name;
}

/** The error AWS gives for a function that does not exist. */
export function functionNotFound(name: string): AwsError {
  const arn = name.startsWith('arn:') ? name : functionArnPrefix + name;
  return new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
}
