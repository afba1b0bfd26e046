import type { Path } from '../expression/document-path.ts';
import { invalidValues } from '../validation-error.ts';

/** The paths that AttributesToGet, which ProjectionExpression replaced, asks for; throws ValidationException. */
export function legacyPaths({ AttributesToGet: names }: { AttributesToGet?: string[] }): Path[] | undefined {
  const twice = names?.find((name, place) => names.indexOf(name) < place);
  if (twice !== undefined) throw invalidValues(`Duplicate value in attribute name: ${twice}`);
  return names?.map((name) => [name]);
}
