import type { ValidateStateMachineDefinitionInput, ValidateStateMachineDefinitionOutput } from '@aws-sdk/client-sfn';
import { pageSize, required } from '../check.ts';
import { diagnoseAndWarn } from '../definition/check-definition.ts';
import type { Service } from './service.ts';

/** What is wrong with a definition, and on demand what may be; `OK` when a machine could be made of it. */
export async function validateStateMachineDefinition(
  _service: Service,
  input: ValidateStateMachineDefinitionInput,
): Promise<ValidateStateMachineDefinitionOutput> {
  const limit = pageSize(input.maxResults, 100);
  const { errors, warnings } = diagnoseAndWarn(required('definition', input.definition), input.type ?? 'STANDARD');
  const found = [
    ...errors.map((error) => ({ severity: 'ERROR' as const, ...error })),
    ...(input.severity === 'WARNING' ? warnings : []).map((warning) => ({ severity: 'WARNING' as const, ...warning })),
  ];
  return {
    result: errors.length > 0 ? 'FAIL' : 'OK',
    diagnostics: found.slice(0, limit).map(({ severity, code, message, location }) => ({
      severity,
      code,
      message,
      ...(location !== undefined && { location }),
    })),
    truncated: found.length > limit,
  };
}
