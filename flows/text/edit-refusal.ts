import type { Refusal } from '#flows/editing/command.ts';
import en from './en/editing.json' with { type: 'json' };
import { fill } from './fill.ts';
import type { Language } from './terminal.ts';
import zh from './zh/editing.json' with { type: 'json' };

const texts: Record<Language, Record<Refusal['refused'], string>> = { en, zh };

/** The sentence for a command that could not be done. */
export function editRefusal(language: Language, { refused, params }: Refusal): string {
  return fill(texts[language][refused], params);
}
