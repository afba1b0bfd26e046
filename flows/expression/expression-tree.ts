import jsonata from 'jsonata';
import type { ExpressionNode } from './expression-node.ts';

/** Why a text is no JSONata, with the characters concerned. */
export interface ExpressionFault {
  kind: 'unclosed' | 'expected' | 'unexpected' | 'cutOff' | 'tooDeep' | 'pattern' | 'other';
  start: number;
  end: number;
  found: string;
  expected: string;
  reason: string;
}

/** How deep an expression may nest: parsing and evaluating are recursive. */
const expressionDepth = 200;

/** A regular expression in an expression, with its place. */
export interface PatternLiteral {
  literal: RegExp;
  start: number;
  end: number;
}

/** Parses JSONata, and finds the regular expressions in it; a fault instead of a throw. */
export function parseExpression(
  source: string,
): { tree: ExpressionNode; patterns: PatternLiteral[] } | { fault: ExpressionFault } {
  try {
    const tree = jsonata(source).ast() as unknown as ExpressionNode;
    const { depth, patterns } = survey(tree);
    if (depth <= expressionDepth) return { tree, patterns };
    return { fault: faultOf(new RangeError(), source) };
  } catch (thrown) {
    return { fault: faultOf(thrown, source) };
  }
}

/** What begins something that must be closed, by the code of JSONata's error, and what it is called. */
const unclosed: Record<string, { begin: RegExp; what: string }> = {
  S0101: { begin: /["']/, what: '@quote' },
  S0105: { begin: /`/, what: '@backtick' },
  S0106: { begin: /\/\*/, what: '@comment' },
  S0302: { begin: /\//, what: '@pattern' },
};

const closed = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|`[^`]*`|\/\*[\s\S]*?\*\//g;

function faultOf(thrown: unknown, source: string): ExpressionFault {
  const written = { start: source.length - source.trimStart().length, end: source.trimEnd().length };
  const whole = { ...written, found: '', expected: '', reason: '' };
  if (thrown instanceof RangeError) return { ...whole, kind: 'tooDeep' };
  if (thrown instanceof SyntaxError) return { ...whole, kind: 'pattern', reason: thrown.message };
  const { code = '', position = 0, token, value } = thrown as JsonataError;
  const open = unclosed[code];
  if (open) {
    const start = source.replace(closed, (part) => ' '.repeat(part.length)).search(open.begin);
    return { ...whole, kind: 'unclosed', start: Math.max(start, written.start), expected: open.what };
  }
  const last = { ...whole, start: Math.max(written.start, written.end - 1) };
  if (code === 'S0207') return { ...last, kind: 'cutOff' };
  if (code === 'S0203') return { ...last, kind: 'expected', expected: String(value), found: '@end' };
  const found = token === undefined ? '' : String(token);
  const end = Math.min(source.length, Math.max(position, 1));
  const fault = {
    start: Math.max(0, end - Math.max(1, found.length)),
    end,
    found,
    expected: String(value),
    reason: `@${code}`,
  };
  if (code === 'S0202') return { ...fault, kind: 'expected' };
  return { ...fault, kind: ['S0201', 'S0204', 'S0205', 'S0211'].includes(code) ? 'unexpected' : 'other' };
}

interface JsonataError {
  code?: string;
  position?: number;
  token?: unknown;
  value?: unknown;
}

/** Walks the tree level by level, since it may be too deep for recursion. */
function survey(root: ExpressionNode): { depth: number; patterns: PatternLiteral[] } {
  const patterns: PatternLiteral[] = [];
  const seen = new Set<object>();
  let depth = 0;
  let level: unknown[] = [root];
  while (level.length > 0) {
    depth += 1;
    const next: unknown[] = [];
    for (const node of level) {
      if (typeof node !== 'object' || node === null || seen.has(node)) continue;
      seen.add(node);
      if ('value' in node && node.value instanceof RegExp)
        patterns.push(patternLiteral(node as ExpressionNode, node.value));
      else for (const child of Object.values(node)) next.push(child);
    }
    level = next;
  }
  // A node and the list that holds it are two levels.
  return { depth: Math.ceil(depth / 2), patterns };
}

function patternLiteral({ position = 0 }: ExpressionNode, literal: RegExp): PatternLiteral {
  // The parser adds the flag g of its own.
  const flags = literal.flags.replace('g', '').length;
  return { literal, start: Math.max(0, position - literal.source.length - 2 - flags), end: position };
}
