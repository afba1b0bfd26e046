import type { Expression, Value } from '#flows/language/flow.ts';
import { splitTemplate } from './template.ts';

/** What a text says apart from a flow: an expression that stands alone, or a text with expressions in it. */
export function valueOfTemplate(text: string): Value {
  const parts = splitTemplate(text).parts.map((part): string | Expression =>
    part.kind === 'text' ? part.text : { source: part.source, start: part.start, pointer: [] },
  );
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return { kind: 'expression', expression: only, pointer: [] };
  return { kind: 'text', parts, pointer: [] };
}
