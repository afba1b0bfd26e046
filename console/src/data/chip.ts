import { splitTemplate } from '#flows/compiler/1-parse/template.ts';
import type { Formula } from './formula.ts';
import { readFormula } from './read-formula.ts';

/** One `{{ }}` of a text, braces included. */
export interface Chip {
  from: number;
  to: number;
  /** What stands between the braces. */
  source: string;
  /** Absent where it cannot be said in words. */
  formula: Formula | undefined;
}

/** The chips of a text, in its order; braces that are not closed are text. */
export function chipsOf(text: string): Chip[] {
  return splitTemplate(text).parts.flatMap((part) => {
    if (part.kind === 'text') return [];
    const { source, start } = part;
    return [{ from: start - 2, to: start + source.length + 2, source, formula: readFormula(source) }];
  });
}
