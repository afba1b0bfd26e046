import { parseTime } from '#flows/language/iso-time.ts';
import { isObject } from '#flows/language/json.ts';
import { checkFields, jsonPathOnly } from './check-fields.ts';
import {
  inside,
  list,
  numberTemplate,
  type Reader,
  readQueryLanguage,
  refuse,
  refuseUnsupported,
  template,
  text,
  typedTemplate,
} from './definition-reader.ts';
import type { Block, State } from './machine.ts';
import { parseCaught } from './parse-caught.ts';
import { checkWayOut, onlyOne, parseAssign, parseLeave } from './parse-leave.ts';
import { parseMap } from './parse-map.ts';

type ParseBlock = (reader: Reader) => Block;

/** Fields that hold a payload, where JSONPath shows by a key that ends in `.$`. */
const payloads = ['Assign', 'ItemSelector', 'Credentials', 'ItemBatcher', 'Catch'];
const common = ['Type', 'QueryLanguage'];
const leaving = ['Next', 'End', 'Assign', 'Output'];
const known: Record<string, string[]> = {
  Pass: leaving,
  Succeed: ['Output'],
  Fail: ['Error', 'Cause'],
  Wait: [...leaving, 'Seconds', 'Timestamp'],
  Choice: ['Choices', 'Default', 'Assign', 'Output'],
  Task: [...leaving, 'Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds', 'Credentials', 'Retry', 'Catch'],
  Parallel: [...leaving, 'Branches', 'Arguments', 'Retry', 'Catch'],
  Map: [
    ...leaving,
    ...['Items', 'ItemSelector', 'ItemProcessor', 'Iterator', 'MaxConcurrency', 'Label', 'ItemBatcher', 'ItemReader'],
    ...['ResultWriter', 'ToleratedFailureCount', 'ToleratedFailurePercentage', 'Retry', 'Catch'],
  ],
};

/** Prepares one state; undefined (with a problem noted) when its type is unknown. */
export function parseState(
  outer: Reader,
  name: string,
  machineJsonata: boolean,
  parseBlock: ParseBlock,
): State | undefined {
  const { fields } = outer;
  const type = fields.Type;
  if (typeof type !== 'string' || !Object.hasOwn(known, type)) {
    refuse(outer, type === undefined ? 'These fields are required: [Type]' : `Unknown state type '${String(type)}'`);
    return undefined;
  }
  if (machineJsonata && fields.QueryLanguage === 'JSONPath') {
    refuse(outer, "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
    return undefined;
  }
  const reader = { ...outer, jsonata: readQueryLanguage(outer, machineJsonata) };
  if (!reader.jsonata && usesJsonPath(reader))
    return { type: 'Pass', name, leave: { next: undefined, assign: undefined, output: undefined } };
  checkFields(reader, [...common, ...known[type]!]);
  if (known[type]!.includes('Next')) checkWayOut(reader);
  switch (type) {
    case 'Pass':
      return { type, name, leave: parseLeave(reader, false) };
    case 'Succeed':
      return { type, name, leave: parseLeave(reader, false) };
    case 'Fail':
      return {
        type,
        name,
        error: typedTemplate(reader, 'Error', 'string'),
        cause: typedTemplate(reader, 'Cause', 'string'),
      };
    case 'Wait':
      return parseWait(reader, name);
    case 'Choice':
      return parseChoice(reader, name);
    case 'Task':
      return parseTask(reader, name);
    case 'Parallel': {
      const branches = list(reader, 'Branches');
      if (branches.length === 0) refuse(reader, 'These fields are required: [Branches]');
      return {
        type,
        name,
        ...parseCaught(reader),
        leave: parseLeave(reader, true),
        arguments: template(reader, 'Arguments'),
        branches: branches.map((branch, index) => parseBlock(inside(reader, branch, `Branches[${index}]`))),
      };
    }
    default:
      return parseMap(reader, name, parseBlock);
  }
}

/** Notes the first field that only JSONPath has; a state without one means the same in both languages. */
function usesJsonPath(reader: Reader): boolean {
  const found = Object.keys(reader.fields).find(
    (field) =>
      jsonPathOnly.includes(field) ||
      field === 'Choices' ||
      (payloads.includes(field) && /\.\$":|"ResultPath":/.test(JSON.stringify(reader.fields[field]))),
  );
  if (!found) return false;
  refuseUnsupported(reader, 'JSONPath', `JSONPath is not supported: '${found}'. Write the state in JSONata`);
  return true;
}

function parseWait(reader: Reader, name: string): State {
  const { Seconds, Timestamp } = reader.fields;
  if (Seconds === undefined && Timestamp === undefined) {
    refuse(reader, 'These fields are required: [Seconds] or [Timestamp]');
  }
  if (Seconds !== undefined && Timestamp !== undefined) refuse(reader, onlyOne('Seconds', 'Timestamp'));
  const timestamp = typedTemplate(reader, 'Timestamp', 'string');
  if (timestamp?.kind === 'constant' && parseTime(timestamp.value as string) === undefined) {
    refuse(reader, 'String does not match RFC3339 timestamp', 'Timestamp');
  }
  const seconds = numberTemplate(reader, 'Seconds', 0, 99_999_999);
  return { type: 'Wait', name, seconds, timestamp, leave: parseLeave(reader, false) };
}

function parseChoice(reader: Reader, name: string): State {
  const choices = list(reader, 'Choices');
  if (choices.length === 0) refuse(reader, 'These fields are required: [Choices]');
  const rules = choices.map((choice, index) => {
    const place = `Choices[${index}]`;
    const rule = { ...inside(reader, choice, place), prefix: `${place}/` };
    checkFields(rule, ['Condition', 'Next', 'Assign', 'Output']);
    const condition = typedTemplate(rule, 'Condition', 'boolean');
    const next = text(rule, 'Next');
    if (rule.fields.Condition === undefined) refuse(rule, 'These fields are required: [Condition]');
    if (next === undefined) refuse(rule, 'These fields are required: [Next]');
    return {
      condition: condition ?? { kind: 'constant' as const, value: false },
      leave: { next, assign: parseAssign(rule), output: template(rule, 'Output') },
    };
  });
  const fallback = text(reader, 'Default');
  const otherwise =
    fallback === undefined
      ? undefined
      : { next: fallback, assign: parseAssign(reader), output: template(reader, 'Output') };
  return { type: 'Choice', name, rules, otherwise };
}

function parseTask(reader: Reader, name: string): State {
  const resource = text(reader, 'Resource') ?? '';
  if (reader.fields.Resource === undefined) refuse(reader, 'These fields are required: [Resource]');
  if (/:activity:/.test(resource)) refuseUnsupported(reader, 'Activities', 'Activities are not supported', 'Resource');
  if (/\.sync(:2)?$/.test(resource))
    refuseUnsupported(reader, '.sync', 'Tasks that end with .sync are not supported', 'Resource');
  const { Credentials } = reader.fields;
  if (Credentials !== undefined && !(isObject(Credentials) && Credentials.RoleArn !== undefined)) {
    refuse(reader, "The field 'RoleArn' is required but was missing", 'Credentials');
  }
  const timeout = numberTemplate(reader, 'TimeoutSeconds', 1, 99_999_999);
  const heartbeat = numberTemplate(reader, 'HeartbeatSeconds', 1, 99_999_999);
  if (timeout?.kind === 'constant' && heartbeat?.kind === 'constant' && heartbeat.value! >= timeout.value!) {
    refuse(reader, 'HeartbeatSeconds must be smaller than TimeoutSeconds', 'HeartbeatSeconds');
  }
  return {
    type: 'Task',
    name,
    ...parseCaught(reader),
    leave: parseLeave(reader, true),
    resource,
    arguments: template(reader, 'Arguments'),
    timeout,
    heartbeat,
    credentials: template(reader, 'Credentials'),
  };
}
