import type { Json } from '#flows/language/json.ts';
import {
  inside,
  isObject,
  list,
  numberTemplate,
  percentageTemplate,
  plainNumber,
  type Reader,
  readQueryLanguage,
  refuse,
  refuseUnsupported,
  template,
  text,
  typedTemplate,
} from './definition-reader.ts';
import { parseTime } from './iso-time.ts';
import type { Block, Catcher, Leave, Retrier, State } from './machine.ts';

type ParseBlock = (reader: Reader) => Block;

const pathFields = ['InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'ResultSelector', 'Result'];
const jsonPathOnly = [
  ...pathFields,
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ItemsPath',
  'MaxConcurrencyPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
  'ErrorPath',
  'CausePath',
];
/** Fields that hold a payload, where JSONPath shows by a key that ends in `.$`. */
const payloads = ['Assign', 'ItemSelector', 'Credentials', 'ItemBatcher', 'Catch'];
const jsonataOnly = ['Arguments', 'Output', 'Items'];
const common = ['Type', 'Comment', 'QueryLanguage'];
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
  checkFields(reader, type);
  const leave = () => parseLeave(reader, type);
  switch (type) {
    case 'Pass':
      return { type, name, leave: leave() };
    case 'Succeed':
      return { type, name, leave: leave() };
    case 'Fail':
      return {
        type,
        name,
        error: typedTemplate(reader, 'Error', 'string'),
        cause: typedTemplate(reader, 'Cause', 'string'),
      };
    case 'Wait':
      return parseWait(reader, name, leave());
    case 'Choice':
      return parseChoice(reader, name);
    case 'Task':
      return parseTask(reader, name, leave());
    case 'Parallel': {
      const branches = list(reader, 'Branches');
      if (branches.length === 0) refuse(reader, 'These fields are required: [Branches]');
      return {
        type,
        name,
        ...parseCaught(reader),
        leave: leave(),
        arguments: template(reader, 'Arguments'),
        branches: branches.map((branch, index) => parseBlock(inside(reader, branch, `Branches[${index}]`))),
      };
    }
    default:
      return parseMap(reader, name, leave(), parseBlock);
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

function checkFields(reader: Reader, type: string): void {
  for (const field of Object.keys(reader.fields)) {
    if (reader.jsonata && jsonPathOnly.includes(field)) {
      refuse(reader, otherLanguage('JSONata', field, 'JSONPath'));
    } else if (!reader.jsonata && jsonataOnly.includes(field)) {
      refuse(reader, otherLanguage('JSONPath', field, 'JSONata'));
    } else if (!common.includes(field) && !known[type]!.includes(field)) {
      refuse(reader, `Field '${field}' is not supported`);
    }
  }
}

function otherLanguage(language: string, field: string, other: string): string {
  return `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`;
}

function parseLeave(reader: Reader, type: string): Leave {
  const next = text(reader, 'Next');
  if (type !== 'Succeed' && (next === undefined) === (reader.fields.End !== true)) {
    refuse(
      reader,
      next === undefined ? 'These fields are required: [Next] or [End]' : "Only one of 'Next' and 'End' may be given",
    );
  }
  return { next, assign: parseAssign(reader), output: template(reader, 'Output') };
}

function parseAssign(reader: Reader) {
  const { Assign } = reader.fields;
  if (Assign === undefined) return undefined;
  if (!isObject(Assign)) {
    refuse(reader, 'Expected value of type Object', 'Assign');
    return undefined;
  }
  for (const name of Object.keys(Assign)) {
    if (!/^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u.test(name) || name === 'states') {
      refuse(reader, `'${name}' is not a valid variable name`, 'Assign');
    }
  }
  return template(reader, 'Assign');
}

function parseWait(reader: Reader, name: string, leave: Leave): State {
  const { Seconds, Timestamp } = reader.fields;
  if ((Seconds === undefined) === (Timestamp === undefined)) {
    refuse(reader, "Exactly one of 'Seconds' and 'Timestamp' is required");
  }
  const timestamp = typedTemplate(reader, 'Timestamp', 'string');
  if (timestamp?.kind === 'constant' && parseTime(timestamp.value as string) === undefined) {
    refuse(reader, 'String does not match RFC3339 timestamp', 'Timestamp');
  }
  return { type: 'Wait', name, seconds: numberTemplate(reader, 'Seconds', 0, 99_999_999), timestamp, leave };
}

function parseChoice(reader: Reader, name: string): State {
  const choices = list(reader, 'Choices');
  if (choices.length === 0) refuse(reader, 'These fields are required: [Choices]');
  const rules = choices.map((choice, index) => {
    const place = `Choices[${index}]`;
    const rule = { ...inside(reader, choice, place), prefix: `${place}/` };
    const condition = template(rule, 'Condition');
    const next = text(rule, 'Next');
    if (condition === undefined) refuse(rule, 'These fields are required: [Condition]');
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

function parseTask(reader: Reader, name: string, leave: Leave): State {
  const resource = text(reader, 'Resource') ?? '';
  if (resource === '') refuse(reader, 'These fields are required: [Resource]');
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
    leave,
    resource,
    arguments: template(reader, 'Arguments'),
    timeout,
    heartbeat,
    credentials: template(reader, 'Credentials'),
  };
}

function parseMap(reader: Reader, name: string, leave: Leave, parseBlock: ParseBlock): State {
  const { fields } = reader;
  for (const field of ['ItemReader', 'ResultWriter'] as const) {
    if (fields[field] !== undefined) refuseUnsupported(reader, field, `${field} is not supported`, field);
  }
  const body = fields.ItemProcessor === undefined ? 'Iterator' : 'ItemProcessor';
  if (fields[body] === undefined) refuse(reader, 'These fields are required: [ItemProcessor]');
  const processor = inside(reader, fields[body] ?? {}, body);
  const config = processor.fields.ProcessorConfig;
  const distributed = isObject(config) && config.Mode === 'DISTRIBUTED';
  const batcher =
    fields.ItemBatcher === undefined
      ? undefined
      : { ...inside(reader, fields.ItemBatcher, 'ItemBatcher'), prefix: 'ItemBatcher/' };
  if (batcher && !distributed)
    refuse(reader, "Field 'ItemBatcher' is only supported for distributed maps", 'ItemBatcher');
  return {
    type: 'Map',
    name,
    ...parseCaught(reader),
    leave,
    items: typedTemplate(reader, 'Items', distributed ? 'array or object' : 'array'),
    itemSelector: template(reader, 'ItemSelector'),
    processor: parseBlock(processor),
    distributed,
    label: parseLabel(reader),
    maxConcurrency: numberTemplate(reader, 'MaxConcurrency', 0),
    toleratedCount: numberTemplate(reader, 'ToleratedFailureCount', 0),
    toleratedPercentage: percentageTemplate(reader, 'ToleratedFailurePercentage'),
    batcher: batcher && {
      maxItems: numberTemplate(batcher, 'MaxItemsPerBatch', 0),
      maxBytes: numberTemplate(batcher, 'MaxInputBytesPerBatch', 0),
      input: template(batcher, 'BatchInput'),
    },
    jsonata: reader.jsonata,
  };
}

function parseLabel(reader: Reader): string | undefined {
  const label = text(reader, 'Label');
  // https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  if (label !== undefined && !/^[^\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]{1,40}$/.test(label)) {
    refuse(reader, `Invalid Label name: ${label}`, 'Label', 'INVALID_LABEL_NAME');
  }
  return label;
}

function parseCaught(reader: Reader): { retry: Retrier[]; catch: Catcher[] } {
  for (const field of ['Retry', 'Catch']) {
    for (const [index, member] of list(reader, field).slice(0, -1).entries()) {
      if (!isObject(member) || !Array.isArray(member.ErrorEquals) || !member.ErrorEquals.includes('States.ALL'))
        continue;
      refuse(reader, 'States.ALL must appear in the last entry', `${field}[${index}]/ErrorEquals`);
    }
  }
  return {
    retry: list(reader, 'Retry').map((retrier, index) => parseRetrier(inside(reader, retrier, `Retry[${index}]`))),
    catch: list(reader, 'Catch').map((catcher, index) =>
      parseCatcher(inside(reader, catcher, `Catch[${index}]`), `Catch[${index}]/`),
    ),
  };
}

function parseRetrier(reader: Reader): Retrier {
  const { MaxDelaySeconds, JitterStrategy } = reader.fields;
  if (JitterStrategy !== undefined && JitterStrategy !== 'FULL' && JitterStrategy !== 'NONE') {
    refuse(reader, "The value must be 'FULL' or 'NONE'", 'JitterStrategy');
  }
  return {
    errors: parseErrors(reader),
    interval: plainNumber(reader, 'IntervalSeconds', 1, 1),
    maxAttempts: plainNumber(reader, 'MaxAttempts', 3, 0),
    backoffRate: parseBackoffRate(reader),
    maxDelay: MaxDelaySeconds === undefined ? undefined : plainNumber(reader, 'MaxDelaySeconds', 1, 1, 31_622_400),
    jitter: JitterStrategy === 'FULL',
  };
}

function parseBackoffRate(reader: Reader): number {
  const rate = reader.fields.BackoffRate ?? 2;
  if (typeof rate !== 'number') refuse(reader, 'Expected value of type Number', 'BackoffRate');
  else if (rate < 1) refuse(reader, 'Minimum value is 1.0', 'BackoffRate');
  else return rate;
  return 2;
}

function parseCatcher(outer: Reader, prefix: string): Catcher {
  const reader: Reader = { ...outer, prefix, caught: true };
  const next = text(reader, 'Next');
  if (next === undefined) refuse(reader, 'These fields are required: [Next]');
  return {
    errors: parseErrors(reader),
    leave: { next, assign: parseAssign(reader), output: template(reader, 'Output') },
  };
}

function parseErrors(reader: Reader): string[] {
  const errors = list(reader, 'ErrorEquals');
  if (errors.length === 0) refuse(reader, 'These fields are required: [ErrorEquals]');
  if (errors.includes('States.ALL') && errors.length > 1) {
    refuse(reader, 'States.ALL must appear alone', 'ErrorEquals');
  }
  return errors.filter((error: Json): error is string => typeof error === 'string');
}
