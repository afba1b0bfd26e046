import { compilePattern } from '#flows/expression/pattern.ts';

/** Whether the engine's linear-time regular expressions can do what this one asks. */
export function compilesAsPattern(literal: RegExp): boolean {
  try {
    compilePattern(literal);
    return true;
  } catch {
    return false;
  }
}

/** The text as a regular expression, else undefined. */
export function patternOf(text: string): RegExp | undefined {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}
