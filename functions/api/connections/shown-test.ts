import { failureText } from '#flows/text/failure.ts';
import type { Language } from '#flows/text/language.ts';
import type { ConnectionTest } from '#functions/store/connection.ts';

/** The outcome of a test as the API answers it: what failed in the language of who asks. */
export function shownTest({ failure, ...test }: ConnectionTest, language: Language): Omit<ConnectionTest, 'failure'> {
  return failure ? { ...test, says: failureText(failure, language) } : test;
}
