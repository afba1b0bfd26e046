import { RE2JS } from 're2js';
import type { Budget } from './budget.ts';
import { ExpressionError } from './expression-error.ts';

/** What JSONata calls a regular expression: `exec` from `lastIndex`, as the language's own does. */
export interface Pattern {
  lastIndex: number;
  exec(text: string): (string[] & { index: number }) | null;
}

/**
 * Compiles a regular expression for RE2, which takes time linear in the text whatever the pattern. Throws
 * `UnsupportedPattern` for what RE2 cannot do: back-references and look-around.
 */
export function compilePattern(literal: RegExp): RE2JS {
  try {
    const flags = (literal.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (literal.multiline ? RE2JS.MULTILINE : 0);
    return RE2JS.compile(RE2JS.translateRegExp(literal.source), flags);
  } catch {
    throw new ExpressionError(
      'UnsupportedPattern',
      `The regular expression /${literal.source}/ cannot be used: look-ahead, look-behind and back-references are not supported.`,
    );
  }
}

/** A pattern whose every search is paid for from the budget. */
export function boundedPattern(compiled: RE2JS, budget: Budget): Pattern {
  return {
    lastIndex: 0,
    exec(text) {
      if (typeof text !== 'string') return null;
      const matcher = compiled.matcher(text);
      if (!matcher.find(this.lastIndex)) {
        budget.spend(8 + ((text.length - this.lastIndex) >> 3));
        this.lastIndex = 0;
        return null;
      }
      const index = matcher.start();
      budget.spend(8 + ((matcher.end() - this.lastIndex) >> 3));
      this.lastIndex = matcher.end();
      const groups: string[] = [];
      // JSONata tells a group that took no part by undefined, and so by nothing in the result.
      for (let group = 0; group <= matcher.groupCount(); group++) groups.push(matcher.group(group) as string);
      return Object.assign(groups, { index });
    },
  };
}
