import { isObject, type Json, type JsonObject } from '#flows/language/json.ts';
import { checkFields } from './check-fields.ts';
import { DefinitionError, type DefinitionProblem } from './definition-error.ts';
import { inside, oneOf, plainNumber, type Reader, readQueryLanguage, refuse, text } from './definition-reader.ts';
import type { Block, Machine, MachineType, State } from './machine.ts';
import { parseState } from './parse-state.ts';

/**
 * Makes a definition ready to run; keep the result, it is much slower than running. Throws DefinitionError for what
 * Step Functions refuses and for what this engine does not do: a state in JSONPath (a state without fields of a query
 * language is accepted in either), activities, item readers and result writers. `checked`: it has been found good before, so that
 * its expressions need not be parsed.
 */
export function parseMachine(
  definition: Json,
  type: MachineType = 'STANDARD',
  { checked = false }: { checked?: boolean } = {},
): Machine {
  try {
    return { ...parse(definition, checked), type };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = 'The definition nests too deeply';
    throw new DefinitionError([{ code: 'TOO_DEEPLY_NESTED', message, location: '/' }]);
  }
}

/** All for which `parseMachine` would refuse a definition. */
export function problemsOfMachine(definition: Json): DefinitionProblem[] {
  try {
    parseMachine(definition);
    return [];
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
}

/** One state by itself, wherever its transitions lead, and what is wrong with it. */
export function parseSingleState(
  definition: JsonObject,
  name: string,
  machineJsonata: boolean,
): { state: State | undefined; problems: DefinitionProblem[] } {
  const problems: DefinitionProblem[] = [];
  const reader: Reader = { fields: definition, location: `/States/${name}`, jsonata: machineJsonata, problems };
  const state = parseState(reader, name, machineJsonata, (body) => parseInner(body, machineJsonata));
  return { state, problems };
}

function parse(definition: Json, checked: boolean): Omit<Machine, 'type'> {
  const problems: DefinitionProblem[] = [];
  if (!isObject(definition)) {
    throw new DefinitionError([
      { code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object', location: '/' },
    ]);
  }
  const reader: Reader = { fields: definition, location: '/', jsonata: false, problems, checked };
  const jsonata = readQueryLanguage(reader, false);
  checkFields(reader, ['QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version']);
  oneOf(reader, 'Version', ['1.0']);
  const timeout = definition.TimeoutSeconds === undefined ? undefined : plainNumber(reader, 'TimeoutSeconds', 1, 1);
  const block = parseBlock(reader, jsonata);
  if (problems.length > 0) throw new DefinitionError(problems);
  return { ...block, timeout };
}

/** A branch or a loop's body; the language is the machine's, and each state's own. */
function parseInner(reader: Reader, machineJsonata: boolean): Block {
  checkFields(reader, ['StartAt', 'States', 'ProcessorConfig']);
  return parseBlock(reader, machineJsonata);
}

/** The states of a machine, a branch or a loop's body. `machineJsonata` is the language of the whole machine. */
function parseBlock(reader: Reader, machineJsonata: boolean): Block {
  const missing = ['StartAt', 'States'].filter((field) => reader.fields[field] === undefined);
  if (missing.length > 0) {
    refuse(reader, `These fields are required: [${missing.join(', ')}]`);
    return { startAt: '', states: {} };
  }
  const startAt = text(reader, 'StartAt') ?? '';
  const definitions = inside(reader, reader.fields.States, 'States');
  const states: Record<string, State> = Object.create(null);
  for (const [name, fields] of Object.entries(definitions.fields)) {
    if (name.length > 80) refuse(definitions, 'State name must be at most 80 characters', name, 'INVALID_STATE_NAME');
    const inner = inside(definitions, fields, name);
    if (!isObject(fields)) continue;
    const state = parseState(inner, name, machineJsonata, (body) => parseInner(body, machineJsonata));
    if (state) states[name] = state;
  }
  if (typeof reader.fields.StartAt === 'string' && !Object.hasOwn(definitions.fields, startAt))
    refuse(reader, `Missing 'StartAt' target: ${startAt}`, 'StartAt', 'MISSING_TRANSITION_TARGET');
  for (const [name, state] of Object.entries(states)) {
    for (const target of targets(state)) {
      if (!Object.hasOwn(definitions.fields, target)) {
        refuse(definitions, `Missing 'Next' target: ${target}`, `${name}/Next`, 'MISSING_TRANSITION_TARGET');
      }
    }
  }
  return { startAt, states };
}

function targets(state: State): string[] {
  const leaves = [
    ...('leave' in state ? [state.leave] : []),
    ...('catch' in state ? state.catch.map((catcher) => catcher.leave) : []),
    ...(state.type === 'Choice'
      ? [...state.rules.map((rule) => rule.leave), ...(state.otherwise ? [state.otherwise] : [])]
      : []),
  ];
  return leaves.flatMap((leave) => leave.next ?? []);
}
