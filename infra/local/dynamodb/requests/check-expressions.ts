import { CountedMistake, validation } from '../validation-error.ts';

/**
 * Throws ValidationException when a request mixes expressions with the parameters that they replaced, or has placeholders
 * without expressions.
 */
export function checkExpressionUse(input: object, expressions: readonly string[], legacy: readonly string[]): void {
  const given = input as Record<string, unknown>;
  const isGiven = (name: string) => given[name] !== undefined && given[name] !== null;
  const used = expressions.filter(isGiven);
  const old = legacy.filter(isGiven);
  if (used.length > 0 && old.length > 0) {
    throw new CountedMistake(
      'Can not use both expression and non-expression parameters in the same request: ' +
        `Non-expression parameters: {${old.join(', ')}} Expression parameters: {${used.join(', ')}}`,
    );
  }
  if (isGiven('ExpressionAttributeNames') && used.length === 0) {
    throw validation('ExpressionAttributeNames can only be specified when using expressions');
  }
  const valued = expressions.filter((name) => name !== 'ProjectionExpression');
  if (isGiven('ExpressionAttributeValues') && valued.every((name) => !isGiven(name))) {
    const [verb, names] = [valued.length > 1 ? 'are' : 'is', valued.join(' and ')];
    throw new CountedMistake(
      `ExpressionAttributeValues can only be specified when using expressions: ${names} ${verb} null`,
    );
  }
}
