import type { RE2JS } from 're2js';
import { ExpressionError } from './expression-error.ts';
import { compilePattern } from './pattern.ts';

/** What is known about a parsed expression before it runs. */
export interface Review {
  /** Nodes whose value needs no measuring: parts of what was handed in, or measured where they arose. */
  light: WeakSet<object>;
  /** Nodes that go through all of a value at once. */
  wide: WeakSet<object>;
  /** Nodes that name the function of a call. */
  procedures: WeakSet<object>;
  patterns: WeakMap<RegExp, RE2JS>;
}

interface Node {
  type?: unknown;
  value?: unknown;
  lhs?: unknown;
  steps?: Node[];
  procedure?: Node;
  predicate?: unknown;
  stages?: unknown;
  group?: unknown;
}

const lightTypes = new Set([
  'string',
  'number',
  'value',
  'name',
  'condition',
  'block',
  'bind',
  'lambda',
  'regex',
  'parent',
  'wildcard',
  'descendant',
]);

/** Walks the parsed expression once; throws an ExpressionError for what may not be used. */
export function review(ast: unknown): Review {
  const found: Review = {
    light: new WeakSet(),
    wide: new WeakSet(),
    procedures: new WeakSet(),
    patterns: new WeakMap(),
  };
  const seen = new Set<object>();
  let transforms = false;
  let bindsClone = false;
  const waiting: unknown[] = [ast];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (next instanceof RegExp) {
      found.patterns.set(next, compilePattern(next));
      continue;
    }
    const node = next as Node;
    if (node.type === 'transform') transforms = true;
    // The transform operator copies with whatever $clone is; one that does not copy would change what was handed in.
    if (node.type === 'variable' && node.value === 'clone') bindsClone = true;
    if (isLight(node)) found.light.add(node);
    if (node.type === 'wildcard' || node.type === 'descendant') found.wide.add(node);
    if (node.procedure) found.procedures.add(node.procedure);
    waiting.push(...Object.values(node));
  }
  if (transforms && bindsClone) {
    throw new ExpressionError('WrongArgument', '$clone cannot be used together with the transform operator.');
  }
  return found;
}

function isLight(node: Node): boolean {
  if (node.predicate || node.stages || node.group) return false;
  if (typeof node.type !== 'string') return false;
  if (lightTypes.has(node.type)) return true;
  if (node.type === 'variable') return node.value === '' || node.value === '$';
  if (node.type !== 'path') return false;
  return node.steps!.every(
    (step, index) =>
      !step.predicate &&
      !step.stages &&
      !step.group &&
      (step.type === 'name' || (index === 0 && step.type === 'variable')),
  );
}
