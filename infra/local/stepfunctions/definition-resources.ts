import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { MachineType } from './machines.ts';

/** Tasks whose resource is no ARN, and what the type of machine does not take. */
export function diagnoseResources(definition: JsonObject, type: MachineType): Diagnostic[] {
  const found: Diagnostic[] = [];
  walk(definition, '');
  return found;

  function walk(scope: Json | undefined, location: string): void {
    if (!isObject(scope) || !isObject(scope.States)) return;
    for (const [name, state] of Object.entries(scope.States)) {
      const path = `${location}/States/${name}`;
      if (!isObject(state)) continue;
      if (state.Type === 'Task' && typeof state.Resource === 'string') {
        const message = refusal(state.Resource, type);
        if (message) found.push({ code: 'SCHEMA_VALIDATION_FAILED', message, location: `${path}/Resource` });
      }
      if (type === 'EXPRESS' && isDistributed(state.ItemProcessor)) {
        const message = "Express state machine does not support 'DISTRIBUTED' mode of Map states";
        found.push({
          code: 'SCHEMA_VALIDATION_FAILED',
          message,
          location: `${path}/ItemProcessor/ProcessorConfig/Mode`,
        });
      }
      if (Array.isArray(state.Branches)) {
        state.Branches.forEach((branch, index) => {
          walk(branch, `${path}/Branches[${index}]`);
        });
      }
      walk(state.ItemProcessor, `${path}/ItemProcessor`);
      walk(state.Iterator, `${path}/Iterator`);
    }
  }
}

function refusal(resource: string, type: MachineType): string | undefined {
  if (type === 'EXPRESS' && /\.sync(:\d+)?$/.test(resource)) {
    return "Express state machine does not support '.sync' service integration";
  }
  if (type === 'EXPRESS' && resource.endsWith('.waitForTaskToken')) {
    return "Express state machine does not support '.waitForTaskToken' service integration ";
  }
  if (type === 'EXPRESS' && /^arn:[^:]+:states:[^:]*:[^:]*:activity:/.test(resource)) {
    return 'Express state machine does not support activities';
  }
  if (!/^arn:(aws|aws-cn|aws-us-gov):[a-z0-9-]+:[a-z0-9-]*:\d*:.+/.test(resource)) {
    return 'Value is not a valid resource ARN';
  }
  return undefined;
}

function isDistributed(processor: Json | undefined): boolean {
  return isObject(processor) && isObject(processor.ProcessorConfig) && processor.ProcessorConfig.Mode === 'DISTRIBUTED';
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
