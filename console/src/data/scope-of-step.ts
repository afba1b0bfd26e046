import { eachStep } from '#flows/language/each-step.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { App } from '../app/app.svelte.ts';
import { stepWords } from '../drawing/step-words.ts';
import type { DataScope, DataSource, KnownValue } from './data-scope.ts';
import { readFormula } from './read-formula.ts';
import { scopeOf } from './scope.ts';
import { valueIn } from './value-in.ts';
import { type Variable, variables } from './variables.ts';

/** What every field sees; the rest of the picker stands before it. */
const everywhere = new Set<Variable['kind']>(['run', 'flow', 'env']);

/**
 * What the fields of a step see, of the trigger for `$trigger`. `known` has values by the names of variables: `trigger`
 * and the ids of steps; where it has none, the examples of the connectors stand in.
 */
export function scopeOfStep(app: App, flow: Flow, id: string, known: ReadonlyMap<string, KnownValue>): DataScope {
  const scope = scopeOf(flow.steps, id) ?? { earlier: [], around: [] };
  const found = [...variables(app.workspace, flow, scope)];
  const seen = id === '$trigger' ? found.filter(([name]) => name !== 'run') : found;
  const ordered = [
    ...seen.filter(([, { kind }]) => !everywhere.has(kind)),
    ...seen.filter(([, { kind }]) => everywhere.has(kind)),
  ];
  const sources: DataSource[] = [];
  for (const [name, variable] of ordered) {
    const { kind, schema } = variable;
    const title = titleOf(app, name, variable);
    sources.push({ name, kind, title, schema, known: knownOf(app, flow, name, variable, known, sources) });
  }
  const steps = new Map(eachStep(flow.steps).map((step) => [step.id, stepWords(app, step).title]));
  return { sources, steps, timeZone: app.workspace.timeZone };
}

function titleOf(app: App, name: string, { kind, step }: Variable): string {
  switch (kind) {
    case 'item':
      return app.t('data.item', { name });
    case 'step':
      return step ? stepWords(app, step).title : name;
    case 'failure':
      return app.t('data.failure', { step: step ? stepWords(app, step).title : name });
    default:
      return app.t(`data.${kind}`);
  }
}

function knownOf(
  { workspace }: App,
  flow: Flow,
  name: string,
  { kind, step }: Variable,
  known: ReadonlyMap<string, KnownValue>,
  before: readonly DataSource[],
): KnownValue | undefined {
  const own = known.get(name);
  if (own && (kind === 'step' || kind === 'trigger' || kind === 'run')) return own;
  if (kind === 'trigger') return example(workspace.operation(flow.trigger.use)?.sample);
  if (kind === 'step' && step?.kind === 'action') return example(workspace.operation(step.use)?.sample);
  if (kind === 'event' && step?.kind === 'wait' && step.wait.kind === 'event')
    return example(workspace.operation(step.wait.event)?.sample);
  if (kind === 'flow') return { value: { id: flow.id, name: flow.name }, from: 'sample' };
  if (kind === 'env') return { value: (workspace.settings?.env ?? {}) as JsonObject, from: 'run' };
  if (kind !== 'item' || step?.kind !== 'forEach' || step.items.kind !== 'expression') return undefined;
  const formula = readFormula(step.items.expression.source);
  const list = formula && before.find((each) => each.name === formula.source)?.known;
  if (!formula || formula.changes.length > 0 || !list) return undefined;
  const items = valueIn(list.value, formula.keys);
  const first = Array.isArray(items) ? items[0] : items;
  return first === undefined ? undefined : { value: first, from: list.from };
}

function example(sample: Json | undefined): KnownValue | undefined {
  return sample === undefined ? undefined : { value: sample, from: 'sample' };
}
