import type { JudgedCondition } from '#flows/compiler/trigger/verdict.ts';
import en from '#flows/text/en/run-errors.json' with { type: 'json' };
import { type Failure, failureText } from '#flows/text/failure.ts';
import type { Catalogue, Language } from '#flows/text/language.ts';
import { machineText } from '#flows/text/machine-text.ts';
import zh from '#flows/text/zh/run-errors.json' with { type: 'json' };

const helps: Catalogue = { en, zh };

/** The error of a run or step as people read it: in their language, with what to do about it. */
export function shownError<E extends Failure>(error: E, language: Language): Omit<E, 'sentence'> & { help?: string } {
  const { sentence, ...rest } = error;
  const help = Object.hasOwn(helps[language], error.code) ? helps[language][error.code] : undefined;
  return { ...rest, message: failureText(error, language), ...(help !== undefined && { help }) };
}

/** A judged condition as people read it: why it had no result in their language. */
export function shownCondition(condition: JudgedCondition, language: Language): JudgedCondition {
  const { error } = condition;
  return error === undefined ? condition : { ...condition, error: machineText(error, language) ?? error };
}
