import { callbacksIn, callbacksSeen } from '#flows/compiler/callbacks.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { Flow, Step, Value } from '#flows/language/flow.ts';
import type { Workspace } from '../app/workspace.svelte.ts';
import type { JsonSchema } from '../forms/json-schema.ts';
import { follow } from './follow-schema.ts';
import { failure, outputSchema, triggerSchema } from './output-schema.ts';
import { readFormula } from './read-formula.ts';
import type { Scope } from './scope.ts';

const text: JsonSchema = { type: 'string' };
const flowSchema: JsonSchema = { type: 'object', properties: { id: text, name: text, version: { type: 'number' } } };

/** What an expression may name, and what is known of it. */
export interface Variable {
  kind: 'trigger' | 'step' | 'item' | 'failure' | 'event' | 'run' | 'flow' | 'env';
  schema: JsonSchema;
  /** What gives it: the step whose output, item or failure it is. */
  step?: Step;
}

/** The variables of a scope by their names, in the order of the flow. */
export function variables(workspace: Workspace, flow: Flow | undefined, scope: Scope): Map<string, Variable> {
  const env = Object.fromEntries(Object.keys(workspace.settings?.env ?? {}).map((name) => [name, text]));
  const found = new Map<string, Variable>([
    ['trigger', { kind: 'trigger', schema: flow ? triggerSchema(workspace, flow) : {} }],
    ['run', { kind: 'run', schema: runSchemaOf(flow, scope) }],
    ['flow', { kind: 'flow', schema: flowSchema }],
    ['env', { kind: 'env', schema: { type: 'object', properties: env } }],
  ]);
  const steps = new Map(eachStep(flow?.steps ?? []).map((step) => [step.id, step]));
  for (const id of scope.earlier) found.set(id, outputOf(workspace, steps.get(id)));
  const [own, ...outer] = scope.around;
  for (const id of outer.reverse()) {
    const step = steps.get(id);
    if (step?.kind === 'forEach') found.set(step.as, { kind: 'item', schema: itemSchema(step.items, found), step });
    // What failed is known to the steps that run instead.
    if (step && (step.kind === 'try' || Array.isArray(step.onError)))
      found.set(id, { kind: 'failure', schema: { properties: { error: failure } }, step });
  }
  const step = own === undefined ? undefined : steps.get(own);
  // `until` stands outside of the steps it judges.
  if (step?.kind === 'repeat') for (const each of step.steps) found.set(each.id, outputOf(workspace, each));
  // `match` judges the event that is awaited.
  if (step?.kind === 'wait' && step.wait.kind === 'event')
    found.set('event', { ...outputOf(workspace, step), kind: 'event' });
  return found;
}

function outputOf(workspace: Workspace, step: Step | undefined): Variable {
  return step ? { kind: 'step', schema: outputSchema(workspace, step), step } : { kind: 'step', schema: {} };
}

/** Shape of the items of a list that a plain path leads to. */
function itemSchema(items: Value, known: ReadonlyMap<string, Variable>): JsonSchema {
  const formula = items.kind === 'expression' ? readFormula(items.expression.source) : undefined;
  if (!formula || formula.changes.length > 0) return {};
  const root = known.get(formula.source)?.schema;
  return follow(root, [...formula.keys, 0])[0] ?? {};
}

/** Addresses of callbacks are known to the steps in the loop of their wait, or everywhere when it stands in none. */
function runSchemaOf(flow: Flow | undefined, { around }: Scope): JsonSchema {
  const steps = flow?.steps ?? [];
  const isLoop = new Map(eachStep(steps).map(({ id, kind }) => [id, kind === 'forEach' || kind === 'repeat']));
  const loops = around.filter((id) => isLoop.get(id)).reverse();
  const callbacks = callbacksSeen(callbacksIn(steps), loops).map(({ id }) => [id, text]);
  const own = { id: text, startedAt: text, eventAt: text };
  return {
    type: 'object',
    properties:
      callbacks.length === 0
        ? own
        : { ...own, callbacks: { type: 'object', properties: Object.fromEntries(callbacks) } },
  };
}
