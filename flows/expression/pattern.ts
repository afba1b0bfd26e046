import { RE2JS } from 're2js';
import type { Budget } from './budget.ts';
import { ExpressionError } from './expression-error.ts';
import { MeteredText } from './metered-text.ts';

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

/** What a search costs before it looks at anything. */
const perSearch = 8;
/** RE2's word for a search that may begin anywhere. */
const unanchored = 0;

/** A pattern whose every search is paid for from the budget, while it searches. */
export function boundedPattern(compiled: RE2JS, budget: Budget): Pattern {
  const machine = compiled.re2();
  const places = 2 * (1 + machine.numberOfCapturingGroups());
  let read: { text: string; metered: MeteredText } | undefined;
  return {
    lastIndex: 0,
    exec(text) {
      if (typeof text !== 'string') return null;
      if (read?.text !== text) read = { text, metered: new MeteredText(text, machine.numberOfInstructions(), budget) };
      budget.spend(perSearch);
      const found: number[] | null = machine.executeEngine(read.metered, this.lastIndex, unanchored, places);
      read.metered.pay();
      if (found === null) {
        this.lastIndex = 0;
        return null;
      }
      const [index, end] = found as [number, number];
      this.lastIndex = end;
      const groups: string[] = [];
      // JSONata tells a group that took no part by undefined, and so by nothing in the result.
      for (let place = 0; place < places; place += 2) {
        const [from, to] = [found[place] ?? -1, found[place + 1] ?? -1];
        groups.push((from < 0 ? undefined : text.slice(from, to)) as string);
      }
      return Object.assign(groups, { index });
    },
  };
}
