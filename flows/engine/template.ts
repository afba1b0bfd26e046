import { ExpressionError } from '#flows/expression/expression-error.ts';
import type { Evaluate, Surroundings } from '#flows/expression/host.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Template } from './definition/machine.ts';
import { StateFailure } from './state-failure.ts';

/**
 * What expressions see. `bindings` gives the variables and `$states`, with the context object only where needed, and is
 * the same each time.
 */
export interface Scope extends Surroundings {
  bindings(withContext: boolean): Readonly<Record<string, unknown>>;
  evaluate: Evaluate;
}

/** Prepares a value of a definition; `field` is how errors call it. */
export function parseTemplate(value: Json, field: string): Template {
  if (typeof value === 'string') {
    const match = /^\{%([\s\S]*)%\}$/.exec(value);
    if (!match) return { kind: 'constant', value };
    const source = match[1]!.trim();
    return {
      kind: 'expression',
      expression: {
        source,
        field,
        usesContext: /context|\$states(?!\s*\.\s*(input|result|errorOutput)\b)/.test(source),
      },
    };
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => parseTemplate(item, `${field}[${index}]`));
    return items.every((item) => item.kind === 'constant') ? { kind: 'constant', value } : { kind: 'list', items };
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, member]): [string, Template] => [
      key,
      parseTemplate(member, `${field}/${key}`),
    ]);
    return entries.every(([, member]) => member.kind === 'constant')
      ? { kind: 'constant', value }
      : { kind: 'object', entries };
  }
  return { kind: 'constant', value };
}

/** The value of a template. Throws States.QueryEvaluationError when an expression fails or has no value. */
export async function evaluateTemplate(template: Template, scope: Scope): Promise<Json> {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'expression':
      return evaluateExpression(template, scope);
    case 'list': {
      const list: Json[] = [];
      for (const item of template.items) {
        list.push(item.kind === 'constant' ? item.value : await evaluateTemplate(item, scope));
      }
      return list;
    }
    case 'object': {
      const result: JsonObject = {};
      for (const [key, member] of template.entries) {
        const value = member.kind === 'constant' ? member.value : await evaluateTemplate(member, scope);
        if (key === '__proto__')
          Object.defineProperty(result, key, { value, enumerable: true, configurable: true, writable: true });
        else result[key] = value;
      }
      return result;
    }
  }
}

/** What Step Functions says of an expression that goes beyond its limits. */
const limits: Readonly<Record<string, string>> = {
  TooLarge: 'Expression evaluation memory limit exceeded: Check for excessive memory usage',
  TooSlow: 'Expression evaluation timeout: Check for infinite loop',
  UsedUp:
    'Expression evaluation timeout: The expressions of this execution have taken all the time they may take together',
  TooDeep:
    'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive. Depth=101 max=100',
};

/** Why an expression failed, as Step Functions says it: a limit, or JSONata's code and words. */
export function reasonOf({ code, message }: ExpressionError): string {
  return limits[code] ?? `${code}: ${message}`;
}

async function evaluateExpression(template: Template & { kind: 'expression' }, scope: Scope): Promise<Json> {
  const { source, field, usesContext } = template.expression;
  let value: Json | undefined;
  try {
    value = await scope.evaluate(source, scope.bindings(usesContext), scope);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const sign = Object.hasOwn(limits, error.code) ? ':' : '.';
    throw evaluationFailure(template, `threw an error during evaluation${sign} ${reasonOf(error)}`);
  }
  if (value === undefined) throw evaluationFailure(template, 'returned nothing (undefined).');
  return value;

  function evaluationFailure(_: Template, what: string): StateFailure {
    return new StateFailure(
      'States.QueryEvaluationError',
      `The JSONata expression '${source}' specified for the field '${field}' ${what}`,
      field,
    );
  }
}

/** The name that errors give to a value's type. */
function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** The value of a field that must be of one type; the field may also be a constant of it. */
export async function evaluateAs<T extends Json>(
  template: Template,
  scope: Scope,
  wanted: 'number' | 'string' | 'boolean' | 'array' | 'array or object',
  field: string,
): Promise<T> {
  const value = await evaluateTemplate(template, scope);
  const type = typeName(value);
  if (type === wanted || (wanted === 'array or object' && (type === 'array' || type === 'object'))) return value as T;
  const source = template.kind === 'expression' ? template.expression.source : JSON.stringify(value);
  throw new StateFailure(
    'States.QueryEvaluationError',
    `The JSONata expression '${source}' specified for the field '${field}' returned an unexpected result type. Expected '${wanted.replace(' or ', "' or '")}', but was '${type}' for value: ${JSON.stringify(value)}`,
    field,
  );
}
