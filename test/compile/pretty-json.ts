import type { Json } from '#flows/language/json.ts';

const width = 120;

/** JSON text in which whatever fits stands on one line, as the formatter leaves it. */
export function prettyJson(value: Json): string {
  return `${pretty(value, '', 0)}\n`;
}

function pretty(value: Json, indent: string, before: number): string {
  const line = oneLine(value);
  if (value === null || typeof value !== 'object' || indent.length + before + line.length < width) return line;
  const inner = `${indent}  `;
  const [open, close, members] = Array.isArray(value)
    ? ['[', ']', value.map((item) => pretty(item, inner, 0))]
    : ['{', '}', Object.entries(value).map(([key, item]) => `"${key}": ${pretty(item, inner, key.length + 4)}`)];
  return `${open}\n${members.map((member) => inner + member).join(',\n')}\n${indent}${close}`;
}

function oneLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}';
}
