import { type Fields, heaviestField, keepFields } from '#flows/language/fields.ts';
import type { Json } from '#flows/language/json.ts';
import { textSize } from '#flows/language/text-size.ts';
import type { Failure } from '#flows/text/failure.ts';
import { resultsTooLarge } from '#flows/text/machine-text.ts';

/** Bytes up to which results go on as they are, and that a step can carry. */
const smallResults = 128 * 1024;
const resultsLimit = 256 * 1024;

/** The results that go on; `whole` is the JSON of all of them where a part of it does. */
export type CarriedResults = { results: Json; whole?: string } | { failure: Failure & { code: 'InvalidInput' } };

/** What of a distributed loop's results goes on: as with large answers of actions, small ones whole, of others what is read. */
export function carriedResults(results: Json[], fields: Fields, step: string): CarriedResults {
  const text = JSON.stringify({ results });
  const size = textSize(text);
  if (size <= smallResults) return { results };
  const kept = keepFields(results, fields);
  const keptText = JSON.stringify({ results: kept });
  if (textSize(keptText) <= resultsLimit) {
    return keptText === text ? { results } : { results: kept, whole: text };
  }
  const heaviest = heaviestField(results, fields);
  const read = `$${step}.results${heaviest === '' ? '' : `.${heaviest}`}`;
  const message = resultsTooLarge({ size: Math.ceil(size / 1024), limit: resultsLimit / 1024, read });
  return { failure: { code: 'InvalidInput', message } };
}
