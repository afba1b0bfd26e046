import type { Fields } from '#flows/language/fields.ts';

/**
 * JSONata of a value that holds no more of `text` than these fields: a plain path of names leads to the same in it as in
 * the whole.
 */
export function pickedText(text: string, fields: Fields): string {
  if (fields === 'all' || fields.size === 0) return text;
  const members = [...fields].map(
    ([name, inner]) => `${JSON.stringify(name)}: ${pickedText(fieldText(text, name), inner)}`,
  );
  return `{${members.join(', ')}}`;
}

function fieldText(text: string, name: string): string {
  return /^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(name) ? `${text}.${name}` : `${text}.\`${name}\``;
}
