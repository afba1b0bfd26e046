import type { JsonObject } from '#flows/language/json.ts';
import type { PlainKind, StepChoice } from './step-choice.ts';

/** What a new step can lean on. */
interface Around {
  /** A name that is free in the flow, made from one that is liked. */
  freeName: (stem: string) => string;
  /** Name of the connection that the action goes through, where there is no doubt. */
  connection: string | undefined;
  /** A flow that `call` starts at first. */
  flow: string | undefined;
}

/** A new step as it is written: with a good id, a shape that can be read, and nothing that a person did not choose. */
export function newStep({ what }: StepChoice, { freeName, connection, flow = 'other-flow' }: Around): JsonObject {
  if (what.kind === 'action') {
    const id = freeName(idOf(what.use));
    return { id, use: what.use, ...(connection && { connection }), with: {} };
  }
  const condition = { left: '', op: 'equals', right: '' };
  const shapes: Record<PlainKind, () => JsonObject> = {
    // biome-ignore lint/suspicious/noThenProperty: the language calls its branch so; nobody awaits a step.
    if: () => ({ id: freeName('check'), if: condition, then: [], else: [] }),
    switch: () => ({ id: freeName('route'), switch: '', cases: { first: [] }, default: [] }),
    forEach: () => ({ id: freeName('each_item'), forEach: [], as: freeName('item'), do: [] }),
    repeat: () => ({ id: freeName('ready'), repeat: { until: condition, every: '5m', atMost: '1h' }, do: [] }),
    parallel: () => ({ id: freeName('together'), parallel: { first: [], second: [] } }),
    wait: () => ({ id: freeName('pause'), wait: { for: '5m' } }),
    set: () => ({ id: freeName('values'), set: { value: '' } }),
    call: () => ({ id: freeName('start_flow'), call: flow, with: {} }),
    try: () => ({ id: freeName('attempt'), try: [], catch: [] }),
    stop: () => ({ id: freeName('end'), stop: 'succeeded' }),
  };
  return shapes[what.kind]();
}

/** `jira.createIssue` as `create_issue`: names the step in expressions, so it is short. */
function idOf(use: string): string {
  const operation = use.slice(use.indexOf('.') + 1);
  const words = operation.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return words.replace(/[^a-z0-9]+/g, '_').slice(0, 40);
}
