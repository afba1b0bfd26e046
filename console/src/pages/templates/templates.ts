import type { Language } from '../../i18n/language.svelte.ts';

export interface Template {
  id: string;
  name: Record<Language, string>;
  text: Record<Language, string>;
}
export const templates: Template[] = [];
