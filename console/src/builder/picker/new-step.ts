import { freeName } from '#flows/editing/free-name.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { PlainKind, StepChoice } from './step-choice.ts';

/** What a new step can lean on. */
interface Around {
  /** Names that steps and items of the flow have. */
  taken: ReadonlySet<string>;
  /** Name of the connection that the action goes through, where there is no doubt. */
  connection: string | undefined;
  /** A flow that `call` starts at first. */
  flow: string | undefined;
}

/** A new step as it is written: with a good id, a shape that can be read, and nothing that a person did not choose. */
export function newStep({ what }: StepChoice, { taken, connection, flow = 'other-flow' }: Around): JsonObject {
  if (what.kind === 'action') {
    const id = freeName(idOf(what.use), taken);
    return { id, use: what.use, ...(connection && { connection }), with: {} };
  }
  const name = (stem: string) => freeName(stem, taken);
  const condition = { left: '', op: 'equals', right: '' };
  const shapes: Record<PlainKind, () => JsonObject> = {
    // biome-ignore lint/suspicious/noThenProperty: the language calls its branch so; nobody awaits a step.
    if: () => ({ id: name('check'), if: condition, then: [], else: [] }),
    switch: () => ({ id: name('route'), switch: '', cases: { first: [] }, default: [] }),
    forEach: () => ({ id: name('each_item'), forEach: [], as: name('item'), do: [] }),
    repeat: () => ({ id: name('ready'), repeat: { until: condition, every: '5m', atMost: '1h' }, do: [] }),
    parallel: () => ({ id: name('together'), parallel: { first: [], second: [] } }),
    wait: () => ({ id: name('pause'), wait: { for: '5m' } }),
    set: () => ({ id: name('values'), set: { value: '' } }),
    call: () => ({ id: name('start_flow'), call: flow, with: {} }),
    try: () => ({ id: name('attempt'), try: [], catch: [] }),
    stop: () => ({ id: name('end'), stop: 'succeeded' }),
  };
  return shapes[what.kind]();
}

/** `jira.createIssue` as `create_issue`: names the step in expressions, so it is short. */
function idOf(use: string): string {
  const operation = use.slice(use.indexOf('.') + 1);
  const words = operation.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return words.replace(/[^a-z0-9]+/g, '_').slice(0, 40);
}
