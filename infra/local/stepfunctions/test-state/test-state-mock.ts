import type { TestStateInput } from '@aws-sdk/client-sfn';
import type { MapState, State } from '#flows/engine/definition/machine.ts';
import type { TestAnswer } from '#flows/engine/test-state.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { AwsError } from '../../aws-error.ts';
import { checkMockedResult } from './mocked-result.ts';

/** What stands in for the work of the state under test. */
export interface Mock {
  answer: TestAnswer;
  /** What a Map's ItemReader is taken to have read. */
  items: Json[] | undefined;
}

/**
 * The mock of a request, undefined when it has none. Throws InvalidDefinition for a state that needs one, and
 * ValidationException for one that does not fit the state.
 */
export function readMock(state: State, fields: JsonObject, request: TestStateInput): Mock | undefined {
  const { mock, stateConfiguration, roleArn, revealSecrets } = request;
  if (!mock) {
    checkNeedsNone(state);
    if (stateConfiguration) throw invalid('A stateConfiguration can only be given together with a mock.');
    if (state.type === 'Task' && roleArn === undefined) {
      throw invalid('A roleArn must be specified to test a Task without a mock.');
    }
    return undefined;
  }
  if (state.type !== 'Task' && state.type !== 'Map' && state.type !== 'Parallel') {
    throw invalid(`State type '${state.type}' is not supported when a mock is specified`);
  }
  if (revealSecrets) throw invalid('revealSecrets cannot be true when a mock is specified.');
  if ((mock.result === undefined) === (mock.errorOutput === undefined)) {
    throw invalid('A test mock should have only one of the following fields: [result, errorOutput].');
  }
  const items = state.type === 'Map' ? readItems(fields, stateConfiguration?.mapItemReaderData) : undefined;
  if (mock.errorOutput) {
    const { error = '', cause } = mock.errorOutput;
    checkConfiguration(state, fields, request);
    return { answer: { error, ...(cause !== undefined && { cause }) }, items };
  }
  const result = readJson('mock.result', mock.result!);
  if (state.type === 'Task') checkMockedResult(state.resource, result, mock.fieldValidationMode ?? 'STRICT');
  if (state.type === 'Map' && fields.ResultWriter === undefined) asList(result);
  if (state.type === 'Parallel' && asList(result).length !== state.branches.length) {
    throw invalid(`The mocked result of a Parallel state must have one entry for each of its branches.`);
  }
  checkConfiguration(state, fields, request);
  if (state.type === 'Map' && Array.isArray(result)) checkIterations(request, result.length);
  return { answer: { output: result }, items };
}

function checkNeedsNone(state: State): void {
  if (state.type === 'Map' || state.type === 'Parallel') {
    throw new AwsError(
      'InvalidDefinition',
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    );
  }
  if (state.type === 'Task' && state.resource.endsWith('.waitForTaskToken')) {
    throw new AwsError('InvalidDefinition', 'TestState does not wait for a task token. Give a mock.');
  }
}

function checkConfiguration(state: State, fields: JsonObject, { stateConfiguration = {} }: TestStateInput): void {
  const { errorCausedByState, mapIterationFailureCount, mapItemReaderData, retrierRetryCount } = stateConfiguration;
  if (retrierRetryCount !== undefined && (!('retry' in state) || state.retry.length === 0)) {
    throw invalid('retrierRetryCount can only be given for a state with a Retry field.');
  }
  if (errorCausedByState !== undefined && !inside(state).includes(errorCausedByState)) {
    throw invalid(
      `errorCausedByState must name a state inside the tested Map or Parallel state: ${errorCausedByState}`,
    );
  }
  if (mapItemReaderData !== undefined && fields.ItemReader === undefined) {
    throw invalid('mapItemReaderData can only be given for a Map state with an ItemReader.');
  }
  if (mapIterationFailureCount !== undefined && state.type !== 'Map') {
    throw invalid('mapIterationFailureCount can only be given for a Map state.');
  }
}

/** Throws ValidationException when more iterations are to fail than a Map has. */
export function checkIterations({ stateConfiguration }: TestStateInput, count: number): void {
  if ((stateConfiguration?.mapIterationFailureCount ?? 0) <= count) return;
  throw invalid('Map iteration failure count must be less than or equal to the number of Map iterations');
}

/** Names of the states in a Map or Parallel, however deep. */
function inside(state: State): string[] {
  const blocks =
    state.type === 'Map' ? [(state as MapState).processor] : state.type === 'Parallel' ? state.branches : [];
  return blocks.flatMap(({ states }) => Object.values(states).flatMap((inner) => [inner.name, ...inside(inner)]));
}

/** Data that came without a reader is the Map's own affair. */
function readItems(fields: JsonObject, data: string | undefined): Json[] | undefined {
  if (fields.ItemReader === undefined) return undefined;
  if (data === undefined) return [];
  const { InputType: type = 'JSON', ItemsPointer } = ((fields.ItemReader as JsonObject).ReaderConfig ??
    {}) as JsonObject;
  if (type === 'JSON') {
    return asList(pointed(readJson('stateConfiguration.mapItemReaderData', data), String(ItemsPointer ?? '')));
  }
  const lines = data.split(/\r?\n/).filter((line) => line.trim() !== '');
  return type === 'JSONL' ? lines.map((line) => readJson('stateConfiguration.mapItemReaderData', line)) : lines;
}

/** What a JSON pointer (RFC 6901) points at; null where nothing is. */
function pointed(value: Json, pointer: string): Json {
  const keys = pointer.split('/').slice(1);
  return keys.reduce<Json>((at, key) => {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? (at as JsonObject)[name]! : null;
  }, value);
}

function asList(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  throw invalid('Mocked result must be an array.');
}

function readJson(field: string, text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`The value at '${field}' must be valid JSON.`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
