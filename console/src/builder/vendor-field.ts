import type { JsonObject } from '#flows/language/json.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { isFromData } from '../forms/input-of.ts';
import { objectOf } from '../forms/schema-fields.ts';
import type { VendorField } from '../forms/vendor-options.svelte.ts';

/**
 * What is to be asked for the choices of an input of a step, or of the trigger, as it is written. Inputs whose value only a
 * run knows are left out: the vendor says that it needs them.
 */
export function vendorField(step: JsonObject, path: Pointer, needs: readonly string[]): VendorField | undefined {
  if (typeof step.connection !== 'string' || typeof step.use !== 'string') return undefined;
  const inputs = objectOf(step.with);
  const input: Record<string, string> = {};
  for (const name of needs) {
    const value = inputs[name];
    if ((typeof value === 'string' || typeof value === 'number') && !isFromData(value)) input[name] = String(value);
  }
  return { connection: step.connection, operation: step.use, field: String(path.at(-1)), input };
}
