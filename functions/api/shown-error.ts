import type { JudgedCondition } from '#flows/compiler/trigger/verdict.ts';
import en from '#flows/text/en/run-errors.json' with { type: 'json' };
import { type Failure, failureText } from '#flows/text/failure.ts';
import { machineText } from '#flows/text/machine-text.ts';
import zh from '#flows/text/zh/run-errors.json' with { type: 'json' };
import type { Language } from '#functions/middleware/language-of.ts';
import type { ConnectionTest } from '#functions/store/connection.ts';

const helps: Record<Language, Record<string, string>> = { en, zh };

/** The error of a run or step as the API answers it: in the language of who asks, with what to do about it. */
export function shownError<E extends Failure>(error: E, language: Language): Omit<E, 'sentence'> & { help?: string } {
  const { sentence, ...rest } = error;
  const help = Object.hasOwn(helps[language], error.code) ? helps[language][error.code] : undefined;
  return { ...rest, message: failureText(error, language), ...(help !== undefined && { help }) };
}

/** A judged condition as the API answers it: why it had no result in the language of who asks. */
export function shownCondition(condition: JudgedCondition, language: Language): JudgedCondition {
  const { error } = condition;
  return error === undefined ? condition : { ...condition, error: machineText(error, language) ?? error };
}

/** The outcome of a test as the API answers it: what failed in the language of who asks. */
export function shownTest({ failure, ...test }: ConnectionTest, language: Language): Omit<ConnectionTest, 'failure'> {
  return failure ? { ...test, says: failureText(failure, language) } : test;
}
