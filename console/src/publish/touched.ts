import { actingSteps } from '#flows/compiler/acting-steps.ts';
import { eachEnabledStep } from '#flows/language/each-step.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { ActionStep } from '#flows/language/steps/action.ts';
import type { App } from '../app/app.svelte.ts';
import { operationTitle } from '../app/operation-title.ts';
import { valueWords } from '../drawing/condition-words.ts';
import { asSchema, type JsonSchema } from '../forms/json-schema.ts';
import { labelOf } from '../forms/schema-fields.ts';

/** What a flow reads, changes and starts outside, each once, in the order of its steps. */
export function touched(app: App, flow: Flow): string[] {
  const { t, workspace } = app;
  const acting = new Set(actingSteps(flow, (use) => workspace.effectsOf(use)).map(({ id }) => id));
  const said = eachEnabledStep(flow.steps).flatMap((step) => {
    if (step.kind === 'call') return [t('touch.calls', { what: step.flow })];
    if (step.kind !== 'action') return [];
    const what = [operationTitle(app, step.use), step.connection, ...placesOf(app, step)].filter(Boolean).join(' · ');
    return [t(acting.has(step.id) ? 'touch.acts' : 'touch.reads', { what })];
  });
  return [...new Set(said)];
}

/** Where outside it reaches, as far as the flow says: the project, the group, the address. */
function placesOf({ language, workspace }: App, { use, with: inputs }: ActionStep): string[] {
  const { properties = {} } = asSchema(workspace.operation(use)?.input);
  return inputs.entries.flatMap(({ key, value }) => {
    const schema = properties[key];
    if (!schema || !saysWhere(schema)) return [];
    // A value that only a run knows is no place yet.
    const known = value.kind === 'literal' || value.kind === 'list';
    return known ? [`${labelOf(key, schema, language.current)} ${valueWords(value)}`] : [];
  });
}

function saysWhere({ options, format, anyOf = [] }: JsonSchema): boolean {
  return options !== undefined || format === 'uri' || anyOf.some(saysWhere);
}
