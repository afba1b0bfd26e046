import en from '#flows/text/en/api.json' with { type: 'json' };
import { fill } from '#flows/text/fill.ts';
import zh from '#flows/text/zh/api.json' with { type: 'json' };
import type { Language } from '#functions/middleware/language-of.ts';

export type ApiErrorCode = keyof typeof en;

interface ErrorText {
  message: string;
  help?: string;
}

const texts: Record<Language, Record<ApiErrorCode, ErrorText>> = { en, zh };

/** What an error says to a person, in their language. */
export function errorText(
  code: ApiErrorCode,
  params: Readonly<Record<string, string | number>>,
  language: Language,
): { message: string; help?: string } {
  const { message, help } = texts[language][code];
  return { message: fill(message, params), ...(help && { help: fill(help, params) }) };
}
