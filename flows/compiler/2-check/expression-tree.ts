import jsonata from 'jsonata';

/** A node of JSONata's own tree; which fields there are depends on `type`. `position` is where its token ends. */
export interface ExpressionNode {
  type: string;
  value?: unknown;
  position?: number;
  steps?: ExpressionNode[];
  stages?: ExpressionStage[];
  predicate?: ExpressionStage[];
  group?: { lhs: [ExpressionNode, ExpressionNode][] };
  focus?: string;
  index?: string;
  keepArray?: boolean;
  expressions?: ExpressionNode[];
  expression?: ExpressionNode;
  arguments?: ExpressionNode[];
  procedure?: ExpressionNode;
  body?: ExpressionNode;
  condition?: ExpressionNode;
  then?: ExpressionNode;
  else?: ExpressionNode;
  terms?: { expression: ExpressionNode }[];
  pattern?: ExpressionNode;
  update?: ExpressionNode;
  delete?: ExpressionNode;
  lhs?: ExpressionNode | [ExpressionNode, ExpressionNode][];
  rhs?: ExpressionNode;
  thunk?: boolean;
}

export interface ExpressionStage {
  type: 'filter' | 'index';
  expr?: ExpressionNode;
  value?: string;
}

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
export const expressionDepth = 200;

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
    return { fault: { ...noFault, kind: 'tooDeep', end: source.length } };
  } catch (thrown) {
    return { fault: faultOf(thrown, source) };
  }
}

const noFault = { start: 0, end: 0, found: '', expected: '', reason: '' };

const unclosed: Record<string, string> = { S0101: '@quote', S0105: '@backtick', S0106: '@comment', S0302: '@pattern' };

function faultOf(thrown: unknown, source: string): ExpressionFault {
  if (thrown instanceof RangeError) return { ...noFault, kind: 'tooDeep', end: source.length };
  if (thrown instanceof SyntaxError) {
    return { ...noFault, kind: 'pattern', end: source.length, reason: thrown.message };
  }
  const {
    code = '',
    position = 0,
    token,
    value,
    message = '',
  } = thrown as Record<'code' | 'message', string | undefined> & {
    position?: number;
    token?: unknown;
    value?: unknown;
  };
  const found = token === undefined ? '' : String(token);
  const length = token === '(end)' ? 0 : found.length;
  const end = Math.min(source.length, Math.max(position, 0));
  const fault = {
    start: Math.max(0, end - Math.max(1, length)),
    end,
    found,
    expected: String(value ?? ''),
    reason: message,
  };
  if (unclosed[code]) return { ...fault, kind: 'unclosed', expected: unclosed[code] };
  if (code === 'S0203') return { ...fault, kind: 'expected', found: '@end' };
  if (code === 'S0202') return { ...fault, kind: 'expected' };
  if (code === 'S0201' || code === 'S0204' || code === 'S0211') return { ...fault, kind: 'unexpected' };
  return { ...fault, kind: code === 'S0207' ? 'cutOff' : 'other' };
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
