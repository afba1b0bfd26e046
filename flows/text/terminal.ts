import en from './en/cli.json' with { type: 'json' };
import systemEn from './en/system-errors.json' with { type: 'json' };
import { fill } from './fill.ts';
import type { Catalogue, Language } from './language.ts';
import zh from './zh/cli.json' with { type: 'json' };
import systemZh from './zh/system-errors.json' with { type: 'json' };

export type CliText = keyof typeof en;

const texts: Catalogue<CliText> = { en, zh };
const systemErrors: Catalogue = { en: systemEn, zh: systemZh };

/** The language of a terminal: the option, else LC_ALL, LC_MESSAGES or LANG; English unless that is Chinese. */
export function terminalLanguage(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const wanted = option ?? (environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '');
  return wanted.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/**
 * One text of the command line or of the server's start in a language. A `reason` that is the system's code for an error,
 * such as ENOENT, is told in words.
 */
export function text(language: Language, key: CliText, params: Readonly<Record<string, string | number>> = {}): string {
  const { reason } = params;
  const known = typeof reason === 'string' && Object.hasOwn(systemErrors[language], reason);
  return fill(texts[language][key], known ? { ...params, reason: systemErrors[language][reason] as string } : params);
}
