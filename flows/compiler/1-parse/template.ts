/** Text as written, or JSONata between `{{` and `}}`; offsets are inside the whole string. */
export type TemplatePart = { kind: 'text'; text: string } | { kind: 'expression'; source: string; start: number };

/** Splits a string at its expressions. `unclosed` is the offset of a `{{` that has no `}}`. */
export function splitTemplate(template: string): { parts: TemplatePart[]; unclosed?: number } {
  const parts: TemplatePart[] = [];
  let at = 0;
  while (true) {
    const open = template.indexOf('{{', at);
    const text = template.slice(at, open === -1 ? undefined : open);
    if (text !== '') parts.push({ kind: 'text', text });
    if (open === -1) return { parts };
    const start = open + 2;
    const close = closingBraces(template, start);
    if (close === -1) return { parts, unclosed: open };
    parts.push({ kind: 'expression', source: template.slice(start, close), start });
    at = close + 2;
  }
}

const space = /\s+|\/\*[\s\S]*?\*\//y;
const word = /[^\s()[\]{}.,;:?+\-*/%|=<>^&!~"'`@#]+/y;
const text = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|`[^`]*`/y;
const regex = /\/(?:[^/\\\n]|\\.)+\/[im]*/y;

/**
 * Offset of the `}}` that ends the JSONata beginning at `start`: not one inside a string, a name in backticks, a
 * regular expression, a comment or an object. Where the expression is broken, the next `}}`, so that its own syntax
 * error is reported; -1 when there is none.
 */
function closingBraces(template: string, start: number): number {
  let at = start;
  let depth = 0;
  // A slash begins a regular expression where a value is awaited, and divides where one has just ended.
  let afterValue = false;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(template)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  while (at < template.length) {
    if (take(space) !== undefined) continue;
    if (take(text) !== undefined || (!afterValue && take(regex) !== undefined)) {
      afterValue = true;
      continue;
    }
    const name = take(word);
    if (name !== undefined) {
      afterValue = !(afterValue && (name === 'and' || name === 'or' || name === 'in'));
      continue;
    }
    const char = template[at] as string;
    if (char === '"' || char === "'" || char === '`') break;
    if (char === '}' && depth === 0) {
      if (template[at + 1] === '}') return at;
      break;
    }
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    afterValue = endsValue(char, afterValue);
    at += 1;
  }
  return template.indexOf('}}', start);
}

// `*` and `%` are values (every field, the parent) where one is awaited, else operators.
function endsValue(char: string, afterValue: boolean): boolean {
  return ')]}'.includes(char) || (!afterValue && (char === '*' || char === '%'));
}
