import type { TestStateInput } from '@aws-sdk/client-sfn';
import type { DefinitionProblem, UnsupportedFeature } from '#flows/engine/definition/definition-error.ts';
import type { State } from '#flows/engine/definition/machine.ts';
import { parseSingleState, problemsOfMachine } from '#flows/engine/definition/parse-machine.ts';
import { isObject, type Json, type JsonObject } from '#flows/language/json.ts';
import { AwsError } from '../../aws-error.ts';
import { checkLength } from '../check.ts';
import { longestDefinition } from '../definition/check-definition.ts';

/** What a mock stands in for, so that the state around it can be tested. */
const mockable: (UnsupportedFeature | undefined)[] = ['Activities', '.sync', 'ItemReader', 'ResultWriter'];

/** The state to be tested: the definition itself, or the state of that name in it. Throws InvalidDefinition, and ValidationException when there is no such state. */
export function readTestedState(
  definition: string,
  { stateName, mock }: Pick<TestStateInput, 'stateName' | 'mock'>,
): { state: State; fields: JsonObject } {
  checkLength('definition', definition, longestDefinition);
  const whole = readObject(definition);
  if (!whole) throw invalidDefinition('Definition must be a valid JSON object');
  if (stateName !== undefined) checkProblems(problemsOfMachine(whole).filter(({ feature }) => feature === undefined));
  const fields = stateName === undefined ? whole : findState(whole, stateName);
  if (!fields) throw new AwsError('ValidationException', 'State not found in definition');
  const jsonata = whole.QueryLanguage === 'JSONata';
  const { state, problems } = parseSingleState(fields, stateName ?? 'StateName', jsonata);
  checkProblems(problems.filter(({ feature }) => !(mock && mockable.includes(feature))));
  return { state: state!, fields };
}

function checkProblems(problems: DefinitionProblem[]): void {
  if (problems.length === 0) return;
  throw invalidDefinition(
    problems.map(({ code, message, location }) => `${code}: ${message} at ${location}`).join(', '),
  );
}

/** The state of a name, however deep in Maps and Parallels. */
function findState(scope: JsonObject, name: string): JsonObject | undefined {
  if (!isObject(scope.States)) return undefined;
  const states = Object.values(scope.States).filter(isObject);
  const found = Object.hasOwn(scope.States, name) ? scope.States[name] : undefined;
  if (isObject(found)) return found;
  const scopes = states.flatMap(({ Branches, ItemProcessor, Iterator: body }) => [
    ...(Array.isArray(Branches) ? Branches : []),
    ItemProcessor,
    body,
  ]);
  for (const inner of scopes.filter(isObject)) {
    const deeper = findState(inner, name);
    if (deeper) return deeper;
  }
  return undefined;
}

/** Variables that are set before the state; throws ValidationException. */
export function readVariables(text = '{}'): JsonObject {
  const variables = readObject(text);
  if (variables) return variables;
  throw new AwsError('ValidationException', 'The variables must be a JSON object.');
}

const contextFields: Record<string, Record<string, 'string' | 'number' | 'any'>> = {
  Execution: {
    Id: 'string',
    Input: 'any',
    Name: 'string',
    RoleArn: 'string',
    StartTime: 'string',
    RedriveCount: 'number',
    RedriveTime: 'string',
  },
  State: { EnteredTime: 'string', Name: 'string', RetryCount: 'number' },
  StateMachine: { Id: 'string', Name: 'string' },
  Task: { Token: 'string' },
};

/** The context object with what the request gives of it; throws ValidationException. */
export function readTestedContext(
  usual: JsonObject,
  { context, mock }: Pick<TestStateInput, 'context' | 'mock'>,
): JsonObject {
  if (context === undefined) return usual;
  if (!mock) throw new AwsError('ValidationException', 'A context can only be given together with a mock.');
  const given = readObject(context);
  if (!given) throw invalidContext('it must be a JSON object');
  const merged = { ...usual };
  for (const [part, fields] of Object.entries(given)) {
    const known = Object.hasOwn(contextFields, part) ? contextFields[part]! : undefined;
    if (!known) throw invalidContext(`'${part}' field is not supported when mocking a Context object`);
    if (!isObject(fields)) throw invalidContext(`${part} must be an object`);
    for (const [field, value] of Object.entries(fields)) {
      const type = Object.hasOwn(known, field) ? known[field]! : undefined;
      if (!type) throw invalidContext(`'${part}.${field}' field is not supported when mocking a Context object`);
      if (type !== 'any' && typeof value !== type) throw invalidContext(`${part}.${field} must be a ${type}`);
    }
    merged[part] = { ...(merged[part] as JsonObject | undefined), ...fields };
  }
  return merged;
}

function readObject(text: string): JsonObject | undefined {
  try {
    const value: Json = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function invalidDefinition(message: string): AwsError {
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${message}'`);
}

function invalidContext(message: string): AwsError {
  return new AwsError('ValidationException', `Invalid Context object provided: ${message}`);
}
