import { expressionFunctions } from '#flows/language/expression-functions.ts';
import type { Json } from '#flows/language/json.ts';
import { dataLimit, fitsInBytes } from '#flows/language/json-size.ts';
import { maxSize } from './budget.ts';
import type { ExpressionNode } from './expression-node.ts';

/** The value of an expression for the variables given, undefined when it has none; `unsure` when JSONata is to say. */
export type Shortcut = (bindings: Readonly<Record<string, unknown>>) => unknown;

/** Neither wrong nor right: the expression meets data that it was not made simple for. */
export const unsure = Symbol('unsure');

type Step = (scope: Scope) => unknown;

/** A node with any other asks for more than its type says. */
const plainMembers: ReadonlySet<string> = new Set([
  ...['type', 'value', 'position', 'steps', 'lhs', 'rhs', 'expressions'],
  ...['procedure', 'arguments', 'body', 'condition', 'then', 'else'],
]);

const mostNodes = 500;
const deepest = 60;

/** The names of one block or function call, and those around it. */
class Scope {
  readonly #values = new Map<string, unknown>();
  readonly #outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  set(name: string, value: unknown): unknown {
    this.#values.set(name, value);
    return value;
  }

  /** Undefined for a name that nothing was given to, as in JSONata; functions are not values here. */
  get(name: string): unknown {
    if (this.#values.has(name)) return this.#values.get(name);
    if (this.#outer) return this.#outer.get(name);
    return Object.hasOwn(expressionFunctions, name) ? refuse() : undefined;
  }

  has(name: string): boolean {
    return this.#values.has(name) || (this.#outer?.has(name) ?? false);
  }
}

/**
 * A way to evaluate a parsed expression at once and without JSONata, whose every step is a promise: for expressions
 * that only name values, compare and join them and build objects, as nearly all of a flow do. Undefined for any other.
 * The shortcut gives what JSONata would give, or `unsure` where that takes more than is known here: lists inside of
 * paths, mistakes, values that grow too large.
 */
export function shortcut(ast: unknown): Shortcut | undefined {
  let nodes = 0;
  let references = 0;

  function build(node: ExpressionNode | undefined, depth: number): Step {
    if (!node || ++nodes > mostNodes || depth > deepest) return refuse();
    if (!isPlain(node)) return refuse();
    const inner = (child: ExpressionNode | undefined) => build(child, depth + 1);
    switch (node.type) {
      case 'string':
      case 'number':
      case 'value':
        return () => node.value;
      case 'variable':
        references++;
        return variable(String(node.value));
      case 'path':
        return path(inner(node.steps![0]), node.steps!);
      case 'block':
        return block(node.expressions!.map(inner));
      case 'bind': {
        const value = inner(node.rhs);
        const name = String((node.lhs as ExpressionNode).value);
        return (scope) => scope.set(name, value(scope));
      }
      case 'condition': {
        const [condition, then] = [inner(node.condition), inner(node.then)];
        const otherwise = node.else ? inner(node.else) : () => undefined;
        return (scope) => (truth(condition(scope)) ? then(scope) : otherwise(scope));
      }
      case 'unary':
        if (node.value === '{') return object(node.lhs as [ExpressionNode, ExpressionNode][], inner);
        return node.value === '[' ? list(node.expressions!, inner) : refuse();
      case 'binary':
        return binary(String(node.value), inner(node.lhs as ExpressionNode), inner(node.rhs));
      case 'function':
        return call(node.procedure!, node.arguments!.map(inner), inner);
      default:
        return refuse();
    }
  }

  try {
    const run = build(ast as ExpressionNode, 0);
    return (bindings) => {
      const scope = new Scope();
      for (const name of Object.keys(bindings)) scope.set(name, bindings[name]);
      try {
        const value = run(scope);
        if (references * dataLimit > maxSize && !fitsInBytes((value ?? null) as Json, maxSize)) return unsure;
        return value;
      } catch (thrown) {
        if (thrown === unsure) return unsure;
        throw thrown;
      }
    };
  } catch (thrown) {
    if (thrown === unsure) return undefined;
    throw thrown;
  }
}

function refuse(): never {
  throw unsure;
}

function isPlain(node: ExpressionNode): boolean {
  return Object.entries(node).every(([name, value]) => plainMembers.has(name) || value === undefined);
}

function variable(name: string): Step {
  if (name === '' || name === '$') return refuse();
  return (scope) => scope.get(name);
}

function path(first: Step, steps: ExpressionNode[]): Step {
  const index = indexOf(steps.at(-1)!);
  const names = steps.slice(1).map((step, at) => {
    const { stages, ...plain } = step;
    const indexed = index !== undefined && at === steps.length - 2;
    if (step.type !== 'name' || !isPlain(indexed ? plain : step)) return refuse();
    return String(step.value);
  });
  if (steps[0]!.type !== 'variable' || names.length === 0) return refuse();
  if (index === undefined) return (scope) => names.reduce(member, first(scope));
  return (scope) => itemOf(names.reduce(member, first(scope)), index);
}

/** The number in `name[0]`, where that is all there is. */
function indexOf({ stages }: ExpressionNode): number | undefined {
  const [stage, ...more] = stages ?? [];
  if (stage?.type !== 'filter' || more.length > 0 || stage.expr?.type !== 'number') return undefined;
  const index = Number(stage.expr.value);
  return Number.isInteger(index) && index >= 0 ? index : undefined;
}

/** What is not a list counts as a list of one. */
function itemOf(value: unknown, index: number): unknown {
  if (!Array.isArray(value)) return index === 0 ? value : undefined;
  return Array.isArray(value[index]) ? refuse() : value[index];
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value) || '_jsonata_lambda' in value || '_jsonata_function' in value) return refuse();
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function block(steps: Step[]): Step {
  return (outer) => {
    const scope = new Scope(outer);
    let last: unknown;
    for (const step of steps) last = step(scope);
    return last;
  };
}

function object(pairs: [ExpressionNode, ExpressionNode][], inner: (node: ExpressionNode) => Step): Step {
  const members = pairs.map(([key, value]): [string, Step] => {
    if (key.type !== 'string' || key.value === '__proto__' || String(key.value).startsWith('_jsonata')) refuse();
    inner(key);
    return [String(key.value), inner(value)];
  });
  if (new Set(members.map(([key]) => key)).size < members.length) refuse();
  return (scope) => {
    const result: Record<string, unknown> = Object.create(null);
    for (const [key, step] of members) {
      const value = step(scope);
      if (value !== undefined) result[key] = value;
    }
    return result;
  };
}

function list(nodes: ExpressionNode[], inner: (node: ExpressionNode) => Step): Step {
  const members = nodes.map((node): [Step, boolean] => [inner(node), node.type === 'unary' && node.value === '[']);
  return (scope) => {
    const result: unknown[] = [];
    for (const [step, nested] of members) {
      const value = step(scope);
      // What is a list already is joined to the new one, unless it is written as a list.
      if (Array.isArray(value) && !nested) refuse();
      if (value !== undefined) result.push(value);
    }
    return result;
  };
}

function binary(operator: string, left: Step, right: Step): Step {
  switch (operator) {
    case 'and':
      return (scope) => truth(left(scope)) && truth(right(scope));
    case 'or':
      return (scope) => truth(left(scope)) || truth(right(scope));
    case '&':
      return (scope) => joined(text(left(scope)), text(right(scope)));
    case 'in':
      return (scope) => isIn(left(scope), right(scope));
    case '=':
    case '!=':
      return (scope) => {
        const [a, b] = [scalar(left(scope)), scalar(right(scope))];
        return a !== undefined && b !== undefined && (operator === '=' ? a === b : a !== b);
      };
    case '+':
    case '-':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return (scope) => computed(operator, left(scope), right(scope));
    default:
      return refuse();
  }
}

function computed(operator: '+' | '-' | '<' | '<=' | '>' | '>=', a: unknown, b: unknown): unknown {
  if (typeof a !== 'number' || typeof b !== 'number') return refuse();
  switch (operator) {
    case '+':
      return finite(a + b);
    case '-':
      return finite(a - b);
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : refuse();
}

function isIn(value: unknown, values: unknown): boolean {
  if (value === undefined || values === undefined) return false;
  return Array.isArray(values) ? values.includes(scalar(value)) : scalar(value) === scalar(values);
}

function call(procedure: ExpressionNode, values: Step[], inner: (node: ExpressionNode) => Step): Step {
  if (procedure.type === 'variable') return builtIn(String(procedure.value), values);
  if (procedure.type !== 'lambda' || !isPlain(procedure)) return refuse();
  const names = procedure.arguments!.map(({ value }) => String(value));
  const body = inner(procedure.body!);
  return (outer) => {
    const given = values.map((value) => value(outer));
    const scope = new Scope(outer);
    for (const [index, name] of names.entries()) scope.set(name, given[index]);
    return body(scope);
  };
}

function builtIn(name: string, [first, ...more]: Step[]): Step {
  const run = Object.hasOwn(functions, name) ? functions[name as keyof typeof functions] : undefined;
  if (!run || !first || more.length > 0) return refuse();
  return (scope) => (scope.has(name) ? refuse() : run(first(scope)));
}

const functions = {
  exists: (value: unknown) => value !== undefined,
  not: (value: unknown) => (value === undefined ? refuse() : !truth(value)),
  type(value: unknown) {
    if (value === undefined) return undefined;
    if (value === null) return 'null';
    return Array.isArray(value) ? 'array' : typeof value;
  },
  merge(values: unknown) {
    if (!Array.isArray(values)) return refuse();
    const result: Record<string, unknown> = Object.create(null);
    for (const value of values) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse();
      if (Object.hasOwn(value, '__proto__')) return refuse();
      Object.assign(result, value);
    }
    return result;
  },
};

function truth(value: unknown): boolean {
  return Boolean(scalar(value));
}

/** Lists and objects are compared and judged by what is in them, which is left to JSONata. */
function scalar(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? refuse() : value;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  return value === null || typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : refuse();
}

function joined(a: string, b: string): string {
  return a.length + b.length > maxSize ? refuse() : a + b;
}
