import { eachStep } from '#flows/language/each-step.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Workspace } from '../app/workspace.svelte.ts';
import { outputSchema, triggerSchema } from '../editor/output-schema.ts';
import { schemasAt } from '../editor/schema-at.ts';
import type { JsonSchema } from '../forms/json-schema.ts';
import { valueAt } from './with-field.ts';

const plainPath = /^\{\{\s*\$([\p{ID_Start}_][\p{ID_Continue}]*)((?:\.(?:[\p{ID_Continue}]+|`[^`]*`))*)\s*\}\}$/u;

/**
 * What is known of the value of an expression that is a plain path into the event or into a step's output: by its
 * schema, else by the sample of the event. Undefined for anything else.
 */
export function valueSchema(
  workspace: Workspace,
  flow: Flow | undefined,
  sample: JsonObject | undefined,
  expression: string,
): JsonSchema | undefined {
  const [, root = '', rest = ''] = plainPath.exec(expression.trim()) ?? [];
  if (!flow || root === '') return undefined;
  const step = eachStep(flow.steps).find(({ id }) => id === root);
  const schema = root === 'trigger' ? triggerSchema(workspace, flow) : step && outputSchema(workspace, step);
  if (!schema) return undefined;
  const path = [...rest.matchAll(/\.(?:`([^`]*)`|([^.`]+))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const [found, ...others] = schemasAt(schema, path, []).filter(({ type }) => type !== 'null');
  if (found && others.length === 0 && (found.type !== undefined || found.enum)) return found;
  return root === 'trigger' ? schemaOfValue(valueAt(sample, path)) : undefined;
}

function schemaOfValue(value: Json | undefined): JsonSchema | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return { type: 'array', items: {} };
  return typeof value === 'object' ? undefined : { type: typeof value };
}
