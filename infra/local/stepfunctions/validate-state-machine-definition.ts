import type { ValidateStateMachineDefinitionInput, ValidateStateMachineDefinitionOutput } from '@aws-sdk/client-sfn';
import { pageSize, required } from './check.ts';
import { diagnose } from './check-definition.ts';
import type { Service } from './service.ts';

/** What is wrong with a definition; `OK` when a machine could be made of it. */
export async function validateStateMachineDefinition(
  _service: Service,
  input: ValidateStateMachineDefinitionInput,
): Promise<ValidateStateMachineDefinitionOutput> {
  const limit = pageSize(input.maxResults, 100);
  const found = diagnose(required('definition', input.definition), input.type ?? 'STANDARD');
  return {
    result: found.length > 0 ? 'FAIL' : 'OK',
    diagnostics: found.slice(0, limit).map(({ code, message, location }) => ({
      severity: 'ERROR',
      code,
      message,
      ...(location !== undefined && { location }),
    })),
    truncated: found.length > limit,
  };
}
