import type { TestStateInput } from '@aws-sdk/client-sfn';
import type { MapState, State } from '#flows/engine/machine.ts';
import type { TestAnswer } from '#flows/engine/test-state.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { AwsError } from '../aws-error.ts';
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
  const { mock, stateConfiguration } = request;
  if (!mock) {
    checkNeedsNone(state);
    if (stateConfiguration) throw invalid('A stateConfiguration can only be given together with a mock.');
    return undefined;
  }
  if (state.type !== 'Task' && state.type !== 'Map' && state.type !== 'Parallel') {
    throw invalid(`A mock cannot be given for a state of type ${state.type}; it can for Task, Map and Parallel.`);
  }
  if ((mock.result === undefined) === (mock.errorOutput === undefined)) {
    throw invalid('A mock must have exactly one of the fields result and errorOutput.');
  }
  const items = state.type === 'Map' ? readItems(fields, stateConfiguration?.mapItemReaderData) : undefined;
  if (mock.errorOutput) {
    const { error = '', cause } = mock.errorOutput;
    checkConfiguration(state, fields, request, undefined);
    return { answer: { error, ...(cause !== undefined && { cause }) }, items };
  }
  const result = readJson('mock.result', mock.result!);
  if (state.type === 'Task') checkMockedResult(state.resource, result, mock.fieldValidationMode ?? 'STRICT');
  if (state.type === 'Map' && fields.ResultWriter === undefined) asList(result);
  if (state.type === 'Parallel' && asList(result).length !== state.branches.length) {
    throw invalid(`The mocked result of a Parallel state must have one entry for each of its branches.`);
  }
  checkConfiguration(state, fields, request, result);
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

function checkConfiguration(
  state: State,
  fields: JsonObject,
  { stateConfiguration = {} }: TestStateInput,
  result: Json | undefined,
): void {
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
  if (mapIterationFailureCount === undefined) return;
  if (state.type !== 'Map') throw invalid('mapIterationFailureCount can only be given for a Map state.');
  if (Array.isArray(result) && mapIterationFailureCount > result.length) {
    throw invalid('Map iteration failure count must be less than or equal to the number of Map iterations');
  }
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
  const type = (fields.ItemReader as { ReaderConfig?: { InputType?: Json } }).ReaderConfig?.InputType ?? 'JSON';
  if (type === 'JSON') return asList(readJson('stateConfiguration.mapItemReaderData', data));
  const lines = data.split(/\r?\n/).filter((line) => line.trim() !== '');
  return type === 'JSONL' ? lines.map((line) => readJson('stateConfiguration.mapItemReaderData', line)) : lines;
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
