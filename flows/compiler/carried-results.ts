import { type Fields, heaviestField, keepFields } from '#flows/language/fields.ts';
import type { Json } from '#flows/language/json.ts';
import { type Failure, failure } from '#flows/text/failure.ts';
import { textBytes } from './text-bytes.ts';

/** Bytes up to which results go on as they are, and that a step can carry. */
const smallResults = 128 * 1024;
const resultsLimit = 256 * 1024;

/** The results that go on; `whole` is the JSON of all of them where a part of it does. */
export type CarriedResults = { results: Json; whole?: string } | { failure: Failure & { code: 'InvalidInput' } };

/** What of a distributed loop's results goes on: as with large answers of actions, small ones whole, of others what is read. */
export function carriedResults(results: Json[], fields: Fields, step: string): CarriedResults {
  const text = JSON.stringify({ results });
  const size = textBytes(text);
  if (size <= smallResults) return { results };
  const kept = keepFields(results, fields);
  const keptText = JSON.stringify({ results: kept });
  if (textBytes(keptText) <= resultsLimit) {
    return keptText === text ? { results } : { results: kept, whole: text };
  }
  if (size <= resultsLimit) return { results };
  const heaviest = heaviestField(results, fields);
  const params = {
    size: Math.ceil(size / 1024),
    limit: resultsLimit / 1024,
    read: `$${step}.results${heaviest === '' ? '' : `.${heaviest}`}`,
  };
  return { failure: failure('InvalidInput', { id: 'resultsTooLarge', params }) };
}
