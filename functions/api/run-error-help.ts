import en from '#flows/text/en/run-errors.json' with { type: 'json' };
import zh from '#flows/text/zh/run-errors.json' with { type: 'json' };
import type { Language } from './texts.ts';

const texts: Record<Language, Record<string, string>> = { en, zh };

/** The error of a run or step with what to do about it. */
export function withHelp<E extends { code: string }>(error: E, language: Language): E & { help?: string } {
  const help = Object.hasOwn(texts[language], error.code) ? texts[language][error.code] : undefined;
  return { ...error, ...(help !== undefined && { help }) };
}
