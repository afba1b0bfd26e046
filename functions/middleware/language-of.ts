import type { Language } from '#flows/text/language.ts';
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
