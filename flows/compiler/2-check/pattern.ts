import { compilePattern } from '#flows/engine/expression/pattern.ts';
import type { PatternLiteral } from './expression-tree.ts';

/** Whether the engine's linear-time regular expressions can do what this one asks. */
export function compilesAsPattern({ literal }: Pick<PatternLiteral, 'literal'>): boolean {
  try {
    compilePattern(literal);
    return true;
  } catch {
    return false;
  }
}

/** The text as a regular expression that the engine can run, else undefined. */
export function patternOf(text: string): RegExp | undefined {
  try {
    const literal = new RegExp(text);
    return compilesAsPattern({ literal }) ? literal : undefined;
  } catch {
    return undefined;
  }
}
