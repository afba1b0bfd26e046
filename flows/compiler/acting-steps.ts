import { deedOf } from '#flows/language/child-lists.ts';
import { eachEnabledStep } from '#flows/language/each-step.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { Json } from '#flows/language/json.ts';
import type { ActionStep } from '#flows/language/steps/action.ts';

/** What an action does outside: the `effects` of its definition; undefined for an unknown one. */
export type EffectsOf = (use: string) => string | undefined;

/** The enabled steps of a flow that change something outside, calls of other flows included: what runs anew does anew. */
export function actingSteps(flow: Flow, effectsOf: EffectsOf): Step[] {
  return eachEnabledStep(flow.steps).filter((step) => {
    const deed = deedOf(step);
    return deed.does === 'ask' ? deed.changes : step.kind === 'action' && acts(step, effectsOf);
  });
}

/** Whether one call of an action with this very input changes something outside. */
export function callActs(use: string, input: Json, effectsOf: EffectsOf): boolean {
  const { method = 'GET' } = (input ?? {}) as { method?: Json };
  if (use === 'http.request' && typeof method === 'string' && asking.includes(method)) return false;
  return effectsOf(use) !== 'reads';
}

function acts(step: ActionStep, effectsOf: EffectsOf): boolean {
  if (step.use === 'http.request' && asksOnly(step)) return false;
  return effectsOf(step.use) !== 'reads';
}

/** They change nothing; GET is meant when no method is named. */
const asking = ['GET', 'HEAD'];

function asksOnly({ with: input }: ActionStep): boolean {
  const method = input.entries.find(({ key }) => key === 'method')?.value;
  return method === undefined || (method.kind === 'literal' && asking.includes(String(method.value)));
}
