import { fill } from '#flows/text/fill.ts';
import type { Catalogue, Language } from '#flows/text/language.ts';
import en from '../text/en/editing.json' with { type: 'json' };
import zh from '../text/zh/editing.json' with { type: 'json' };
import type { Refusal } from './command.ts';

const texts: Catalogue<Refusal['refused']> = { en, zh };

/** The sentence for a command that could not be done. */
export function editRefusal(language: Language, { refused, params }: Refusal): string {
  return fill(texts[language][refused], params);
}
