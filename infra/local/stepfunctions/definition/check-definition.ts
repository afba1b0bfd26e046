import { problemsOfMachine } from '#flows/engine/definition/parse-machine.ts';
import type { Json } from '#flows/language/json.ts';
import { AwsError } from '../../aws-error.ts';
import { checkLength } from '../check.ts';
import type { MachineType } from '../machines.ts';
import { diagnoseGraph } from './definition-graph.ts';
import { diagnoseResources } from './definition-resources.ts';
import { diagnoseVariables } from './definition-variables.ts';
import { warnOf } from './definition-warnings.ts';
import type { Diagnostic } from './diagnostic.ts';
import { invalidJson } from './invalid-json.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export const longestDefinition = 1_048_576;

/** Throws InvalidDefinition with all that is wrong with a definition, as CreateStateMachine does. */
export function refuseWrong(found: Diagnostic[]): void {
  if (found.length === 0) return;
  const all = found.map(({ code, message, location = null }) => `${code}: ${message} at ${location}`).join(', ');
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${all}'`);
}

/** What is wrong with a definition, and what may be; throws as `diagnose` does. */
export function diagnoseAndWarn(
  definition: string,
  type: MachineType,
): { errors: Diagnostic[]; warnings: Diagnostic[] } {
  const errors = diagnose(definition, type);
  // Whatever AWS would take has states of the right shape.
  const readable = errors.every(({ feature }) => feature !== undefined);
  return { errors, warnings: readable ? warnOf(JSON.parse(definition)) : [] };
}

/** All that is wrong with a definition; throws ValidationException when it is too long to be looked at. */
export function diagnose(definition: string, type: MachineType): Diagnostic[] {
  checkLength('definition', definition, longestDefinition, 1);
  if (definition.trim() === '') return [notAnObject];
  let parsed: Json;
  try {
    parsed = JSON.parse(definition);
  } catch (error) {
    return [invalidJson(definition, error as Error)];
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return [notAnObject];
  const found = [...diagnoseResources(parsed, type), ...problemsOfMachine(parsed)];
  // What AWS refuses says more than what it would take and the engine does not.
  const refusals = found.filter(({ feature }) => feature === undefined);
  const refused = refusals.length > 0 ? refusals : found;
  // A state that the engine could not read has transitions nobody knows.
  return refused.some(({ code }) => code !== 'MISSING_TRANSITION_TARGET')
    ? refused
    : [...diagnoseGraph(parsed), ...diagnoseVariables(parsed)];
}

const notAnObject: Diagnostic = {
  code: 'SCHEMA_VALIDATION_FAILED',
  message: 'Definition must be a valid JSON object',
};
