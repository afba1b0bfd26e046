import type { Flow, Step } from '#flows/language/flow.ts';
import type { Workspace } from '../app/workspace.svelte.ts';
import { asSchema, type JsonSchema } from '../forms/json-schema.ts';
import { objectOf, schemaOfValue } from './schema-of-value.ts';

/** Shape of a step's result as far as it is known, for completion. */
export function outputSchema(workspace: Workspace, step: Step): JsonSchema {
  switch (step.kind) {
    case 'action':
      return withError(asSchema(workspace.operation(step.use)?.output), step);
    case 'set':
      return objectOf(step.values.map(({ name, value }) => [name, schemaOfValue(value)]));
    case 'forEach':
      return objectOf([['results', { type: 'array', items: lastOf(workspace, step.steps) }]]);
    case 'parallel':
      return objectOf(step.branches.map((branch) => [branch.name, lastOf(workspace, branch.steps)]));
    case 'repeat':
      return lastOf(workspace, step.steps);
    case 'if':
      return lastOf(workspace, step.then);
    case 'switch':
      return lastOf(workspace, step.cases[0]?.steps ?? []);
    case 'try':
      return withFailure(lastOf(workspace, step.steps));
    case 'call':
      return { ...objectOf([['run', text]]), properties: { run: text, ...(step.await ? { output: {} } : {}) } };
    case 'wait':
      return step.wait.kind === 'event' ? asSchema(workspace.operation(step.wait.event)?.output) : {};
    case 'stop':
      return {};
  }
}

/** Shape of `$trigger`. */
export function triggerSchema(workspace: Workspace, flow: Pick<Flow, 'trigger'>): JsonSchema {
  return asSchema(workspace.operation(flow.trigger.use)?.output);
}

const text: JsonSchema = { type: 'string' };
/** What is known of a step that failed. */
export const failure: JsonSchema = objectOf([
  ['code', text],
  ['message', text],
  ['step', text],
]);

function withError(schema: JsonSchema, step: Step): JsonSchema {
  if (step.onError === undefined || step.onError === 'fail') return schema;
  return withFailure(schema);
}

function withFailure(schema: JsonSchema): JsonSchema {
  return { ...schema, properties: { ...schema.properties, error: failure } };
}

function lastOf(workspace: Workspace, steps: Step[]): JsonSchema {
  const last = steps.at(-1);
  return last ? outputSchema(workspace, last) : {};
}
