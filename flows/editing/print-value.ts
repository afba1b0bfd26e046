import { stringify } from 'yaml';
import type { Json } from '#flows/language/json.ts';

/** Words that YAML takes for something else than text. */
const notText = /^(?:true|false|null|True|False|Null|TRUE|FALSE|NULL)$/;

/** A value on one line, between brackets where it is a collection: YAML's flow style, or JSON. */
export function inlineText(value: Json, format: 'yaml' | 'json'): string {
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[${value.map((each) => inlineText(each, format)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, each]) => `${word(key, format)}: ${inlineText(each, format)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string' ? word(value, format) : JSON.stringify(value);
}

/** Text as plain words where YAML reads them as that text, else in double quotes. */
function word(text: string, format: 'yaml' | 'json'): string {
  const plain = format === 'yaml' && /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(text) && !notText.test(text);
  return plain ? text : JSON.stringify(text);
}

/** The lines of `key: value` as YAML writes them, the first without indentation, the others as if it had none. */
export function entryLines(key: string, value: Json): string[] {
  return linesOf({ [key]: value });
}

/** The lines of `- value` as YAML writes them. */
export function itemLines(value: Json): string[] {
  return linesOf([value]);
}

function linesOf(value: Json): string[] {
  const lines = stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }).split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Moves lines by `columns` to the right, or as far as they can be to the left; empty lines stay empty. */
export function shifted(lines: readonly string[], columns: number): string[] {
  return lines.map((line) => {
    if (line.trim() === '') return line;
    if (columns >= 0) return ' '.repeat(columns) + line;
    const blank = line.length - line.trimStart().length;
    return line.slice(Math.min(-columns, blank));
  });
}
