import type { Language } from '#flows/text/language.ts';
import en from '../../../flows/text/en/flow-document.json';
import zh from '../../../flows/text/zh/flow-document.json';
import type { JsonSchema } from '../forms/json-schema.ts';

const texts = { en, zh };
const keys = new Map(Object.entries(en.keys).map(([key, words]) => [words, key as keyof typeof en.keys]));

/** What a key is for, in the reader's language: inputs carry both, keys of a flow are known by their English words. */
export function keyHelp(schema: JsonSchema, language: Language): string {
  const own = schema['x-help'] ?? schema['x-label'];
  if (own) return own[language];
  const description = schema.description ?? '';
  const key = keys.get(description);
  return key === undefined ? description : texts[language].keys[key];
}

/** The type of a value in one word; empty when it is not known. */
export function typeWord({ type }: JsonSchema, language: Language): string {
  const words: Record<string, string> = texts[language].types;
  return typeof type === 'string' ? (words[type] ?? type) : '';
}
