import type { Holes } from '../i18n/fill.ts';
import type { TextKey } from '../i18n/language.svelte.ts';
import type { FormField } from './form-fields.ts';

/** What is wrong with a value that was typed, as a text for people; undefined when it fits or nothing was typed. */
export function fieldFault(field: FormField, value: string): { text: TextKey; holes: Holes } | undefined {
  if (value === '') return undefined;
  if (field.kind === 'address' && !isAddress(value)) return { text: 'form.notAddress', holes: {} };
  if (field.kind === 'number' && Number.isNaN(Number(value))) return { text: 'form.notNumber', holes: {} };
  if (field.least !== undefined && value.length < field.least) {
    return { text: 'form.tooShort', holes: { count: field.least } };
  }
  if (field.kind !== 'address' && field.pattern && !new RegExp(field.pattern, 'u').test(value)) {
    return { text: 'form.oddSigns', holes: {} };
  }
  return undefined;
}

function isAddress(value: string): boolean {
  return !/\s/.test(value.trim()) && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
