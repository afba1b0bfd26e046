import { fill } from '#flows/text/fill.ts';
import type { Language } from '#flows/text/terminal.ts';
import en from '../text/en/editing.json' with { type: 'json' };
import zh from '../text/zh/editing.json' with { type: 'json' };
import type { Refusal } from './command.ts';

const texts: Record<Language, Record<Refusal['refused'], string>> = { en, zh };

/** The sentence for a command that could not be done. */
export function editRefusal(language: Language, { refused, params }: Refusal): string {
  return fill(texts[language][refused], params);
}
