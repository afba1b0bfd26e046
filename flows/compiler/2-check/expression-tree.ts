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

/** Parses JSONata; a fault instead of a throw. */
export function parseExpression(source: string): { tree: ExpressionNode } | { fault: ExpressionFault } {
  try {
    const tree = jsonata(source).ast() as unknown as ExpressionNode;
    if (depthOf(tree) <= expressionDepth) return { tree };
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

function depthOf(root: ExpressionNode): number {
  let depth = 0;
  let level: unknown[] = [root];
  const seen = new Set<unknown>();
  // Each level of the tree is up to two levels of objects: the node and the list that holds it.
  while (level.length > 0 && depth <= 4 * expressionDepth) {
    depth += 1;
    level = level.flatMap((node) => {
      if (typeof node !== 'object' || node === null || node instanceof RegExp || seen.has(node)) return [];
      seen.add(node);
      return Object.values(node);
    });
  }
  return Math.ceil(depth / 2);
}
