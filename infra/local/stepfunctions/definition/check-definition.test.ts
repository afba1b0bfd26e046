import { describe, expect, test } from 'vitest';
import { diagnose, refuseWrong } from './check-definition.ts';

const pass = { Type: 'Pass', End: true };

function machine(States: object, more: object = {}): string {
  return JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(States)[0], States, ...more });
}

const schema = 'SCHEMA_VALIDATION_FAILED';
const target = 'MISSING_TRANSITION_TARGET';
const map = (ItemProcessor: object) => ({ Type: 'Map', ItemProcessor, End: true });

describe('what is wrong with a definition', () => {
  const cases: [string, string, string[]][] = [
    ['nothing', machine({ A: pass }), []],
    ['no text', ' ', [`${schema}: Definition must be a valid JSON object at null`]],
    ['no object', '[]', [`${schema}: Definition must be a valid JSON object at null`]],
    ['no states', machine({}, { States: undefined }), [`${schema}: These fields are required: [StartAt, States] at /`]],
    [
      'a missing target',
      machine({ A: { Type: 'Pass', Next: 'B' } }),
      [
        `${target}: Missing 'Next' target: B at /States/A/Next`,
        'MISSING_END_STATE: Workflow has no terminal state at null',
      ],
    ],
    [
      'a missing start',
      machine({ A: pass }, { StartAt: 'B' }),
      [`${target}: Missing 'Next' target: B at /StartAt`, `${target}: State "A" is not reachable. at /States/A`],
    ],
    [
      'an endless loop',
      machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
      ['MISSING_END_STATE: Workflow has no terminal state at null'],
    ],
    [
      'a state nothing leads to',
      machine({ A: pass, C: pass }),
      [`${target}: State "C" is not reachable. at /States/C`],
    ],
    [
      'targets of every kind',
      machine(
        {
          A: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'x' }], Default: 'y' },
          B: {
            Type: 'Task',
            Resource: 'arn:aws:lambda:us-east-1:000000000000:function:f',
            Catch: [{ ErrorEquals: ['States.ALL'], Next: 'z' }],
            End: true,
          },
        },
        { StartAt: 'B' },
      ),
      [
        `${target}: Missing 'Next' target: x at /States/A/Choices[0]/Next`,
        `${target}: Missing 'Next' target: y at /States/A/Default`,
        `${target}: Missing 'Next' target: z at /States/B/Catch[0]/Next`,
        `${target}: State "A" is not reachable. at /States/A`,
      ],
    ],
    [
      'a scope inside',
      machine({ M: map({ StartAt: 'A', States: { A: pass, B: pass } }) }),
      [`${target}: State "B" is not reachable. at /States/M/ItemProcessor/States/B`],
    ],
    [
      'a target in another scope',
      machine({
        M: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'M' }, E: pass } }],
          End: true,
        },
      }),
      [
        `${target}: Missing 'Next' target: M at /States/M/Branches[0]/States/A/Next`,
        `${target}: State "E" is not reachable. at /States/M/Branches[0]/States/E`,
      ],
    ],
    [
      'a loop without an end inside another',
      machine({
        M: map({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } } }),
      }),
      [],
    ],
    [
      'a name that is there twice',
      machine({ A: map({ StartAt: 'A', States: { A: pass } }) }),
      ['DUPLICATE_STATE_NAME: Duplicate State name: A at /States/A/ItemProcessor/States/A'],
    ],
    [
      'labels that are there twice, or are none',
      machine({
        A: { ...map({ StartAt: 'B', States: { B: pass } }), Label: 'x', Next: 'C', End: undefined },
        C: { ...map({ StartAt: 'D', States: { D: pass } }), Label: 'x' },
      }),
      ['DUPLICATE_LABEL_NAME: Duplicate Label name: x at /States/C/Label'],
    ],
    [
      'variables that a loop assigns and a scope around it, too',
      machine({
        A: {
          ...map({
            StartAt: 'B',
            States: {
              B: { ...pass, Assign: { x: 1, own: 2 } },
            },
          }),
          Catch: [{ ErrorEquals: ['States.ALL'], Assign: { x: 1 }, Next: 'C' }],
          Assign: { y: 1 },
        },
        C: { ...pass, Assign: { own2: 1, x: 1 } },
      }),
      [
        "DUPLICATE_VARIABLE_NAME: The variable name 'x' was already defined in a parent scope. at /States/A/ItemProcessor/States/B/Assign/x",
      ],
    ],
    [
      'a label that is none',
      machine({ A: { ...map({ StartAt: 'B', States: { B: pass } }), Label: 'x y' } }),
      ['INVALID_LABEL_NAME: Invalid Label name: x y at /States/A/Label'],
    ],
    [
      'a resource that is no ARN',
      machine({ T: { Type: 'Task', Resource: 'pay', End: true } }),
      [`${schema}: Value is not a valid resource ARN at /States/T/Resource`],
    ],
    [
      'an expression that is none',
      machine({ A: { ...pass, Output: '{% 1 + %}' } }),
      ['INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/A/Output'],
    ],
  ];
  test.each(cases)('%s', (_, definition, expected) => {
    const found = diagnose(definition, 'STANDARD').map(
      ({ code, message, location = null }) => `${code}: ${message} at ${location}`,
    );
    expect(found).toEqual(expected);
  });

  const place = (text: string, line: number, column: number) =>
    `[Source: (String)"${text}"; line: ${line}, column: ${column}]`;
  test.each([
    ['not JSON', "Unrecognized token 'not': was expecting", 1, 4],
    ['{\n "a" }', "Expected ':'", 2, 6],
    ['{"a": 1', "Expected ',' or '}'", 1, 8],
    ['{', "Expected property name or '}'", 1, 2],
    ['["a', 'Unterminated string', 1, 4],
  ])('%j, which is no JSON', (text, message, line, column) => {
    const location = place(text, line, column);
    const found = diagnose(text, 'STANDARD');
    expect(found).toEqual([{ code: 'INVALID_JSON_DESCRIPTION', message: expect.stringContaining(message), location }]);
    expect(found[0]!.message).toMatch(/\n at \[Source: /);
  });

  test('a token in the wrong place, which has no place', () => {
    expect(diagnose('{"StartAt": }', 'STANDARD')).toEqual([
      { code: 'INVALID_JSON_DESCRIPTION', message: expect.stringContaining('Unexpected token') },
    ]);
  });

  test('of long text that is no JSON the beginning is told', () => {
    const [found] = diagnose(`{${' '.repeat(600)}`, 'STANDARD');
    expect(found!.location).toBe(
      place(`{${' '.repeat(499)}`, 1, 602).replace('"; line', '"[truncated 101 chars]; line'),
    );
  });
});

test.each([
  [
    'arn:aws:states:::sns:publish.waitForTaskToken',
    "Express state machine does not support '.waitForTaskToken' service integration ",
  ],
  ['arn:aws:states:::states:startExecution.sync', "Express state machine does not support '.sync' service integration"],
  ['arn:aws:states:us-east-1:000000000000:activity:a', 'Express state machine does not support activities'],
])('EXPRESS refuses %s', (Resource, message) => {
  const definition = machine({ M: map({ StartAt: 'T', States: { T: { Type: 'Task', Resource, End: true } } }) });
  expect(diagnose(definition, 'EXPRESS')[0]).toEqual({
    code: schema,
    message,
    location: '/States/M/ItemProcessor/States/T/Resource',
  });
});

test.each<[string, object, string[]]>([
  [
    'arn:aws:states:::nosuch:thing',
    {},
    [
      'The resource provided arn:aws:states:::nosuch:thing is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.',
    ],
  ],
  ['arn:aws:states:::aws-sdk:s3:listBuckets', {}, []],
  ['arn:aws:states:::lambda:invoke', { FunctionName: 'f', Payload: {} }, []],
  ['arn:aws:states:::lambda:invoke', { Payload: {} }, ["The field 'FunctionName' is required but was missing"]],
  [
    'arn:aws:states:::lambda:invoke.waitForTaskToken',
    { FunctionName: 'f', payload: {} },
    ["The field 'payload' is not supported by Step Functions"],
  ],
])('a task that calls %s with %j', (Resource, Arguments, messages) => {
  const found = diagnose(machine({ T: { Type: 'Task', Resource, Arguments, End: true } }), 'STANDARD');
  expect(found.map(({ message }) => message)).toEqual(messages);
});

test('EXPRESS refuses a distributed Map', () => {
  const ItemProcessor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'A',
    States: { A: pass },
  };
  const definition = machine({ M: map(ItemProcessor) });
  expect(diagnose(definition, 'STANDARD')).toEqual([]);
  expect(diagnose(definition, 'EXPRESS')).toEqual([
    expect.objectContaining({ code: schema, location: '/States/M/ItemProcessor/ProcessorConfig/Mode' }),
  ]);
});

test('all that is wrong is told in one error', () => {
  expect(() => refuseWrong(diagnose(machine({ A: pass, C: pass, D: pass }), 'STANDARD'))).toThrow(
    expect.objectContaining({
      name: 'InvalidDefinition',
      message: `Invalid State Machine Definition: '${target}: State "C" is not reachable. at /States/C, ${target}: State "D" is not reachable. at /States/D'`,
    }),
  );
});

test('a definition that is empty or has over a megabyte is not looked at', () => {
  for (const text of ['', ' '.repeat(1_048_577)]) {
    expect(() => diagnose(text, 'STANDARD')).toThrow(expect.objectContaining({ name: 'ValidationException' }));
  }
});
