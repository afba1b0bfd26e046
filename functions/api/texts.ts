import en from '#flows/text/en/api.json' with { type: 'json' };
import { fill } from '#flows/text/fill.ts';
import zh from '#flows/text/zh/api.json' with { type: 'json' };

export type Language = 'en' | 'zh';
export type ApiErrorCode = keyof typeof en;

interface ErrorText {
  message: string;
  help?: string;
}

const texts: Record<Language, Record<ApiErrorCode, ErrorText>> = { en, zh };

/** The language an Accept-Language header asks for first; English unless it is Chinese. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().toLowerCase().split(';');
      const quality = Number(
        rest
          .find((p) => p.trim().startsWith('q='))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { tag, quality: Number.isNaN(quality) ? 0 : quality };
    })
    .filter(({ tag, quality }) => quality > 0 && /^(en|zh)(-|$)/.test(tag))
    .sort((a, b) => b.quality - a.quality)[0];
  return wanted?.tag.startsWith('zh') ? 'zh' : 'en';
}

/** What an error says to a person, in their language. */
export function errorText(
  code: ApiErrorCode,
  params: Readonly<Record<string, string | number>>,
  language: Language,
): { message: string; help?: string } {
  const { message, help } = texts[language][code];
  return { message: fill(message, params), ...(help && { help: fill(help, params) }) };
}
