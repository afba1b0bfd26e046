import { describe, expect, test } from 'vitest';
import { checkDefinition, diagnose } from './check-definition.ts';

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
      'a resource that is no ARN',
      machine({ T: { Type: 'Task', Resource: 'pay', End: true } }),
      [`${schema}: Value is not a valid resource ARN at /States/T/Resource`],
    ],
    [
      'an expression that is none',
      machine({ A: { ...pass, Output: '{% 1 + %}' } }),
      [expect.stringMatching(/^SCHEMA_VALIDATION_FAILED: .*1 \+.* at \/States\/A\/Output$/) as unknown as string],
    ],
  ];
  test.each(cases)('%s', (_, definition, expected) => {
    const found = diagnose(definition, 'STANDARD').map(
      ({ code, message, location = null }) => `${code}: ${message} at ${location}`,
    );
    expect(found).toEqual(expected);
  });

  test('JSON that is none', () => {
    expect(diagnose('{"StartAt": }', 'STANDARD')).toEqual([
      { code: 'INVALID_JSON_DESCRIPTION', message: expect.stringContaining('Unexpected token') },
    ]);
  });
});

test.each([
  [
    'arn:aws:states:::sns:publish.waitForTaskToken',
    "Express state machine does not support '.waitForTaskToken' service integration ",
  ],
  ['arn:aws:states:::states:startExecution.sync', "Express state machine does not support '.sync' service integration"],
])('EXPRESS refuses %s', (Resource, message) => {
  const definition = machine({ M: map({ StartAt: 'T', States: { T: { Type: 'Task', Resource, End: true } } }) });
  expect(diagnose(definition, 'EXPRESS')[0]).toEqual({
    code: schema,
    message,
    location: '/States/M/ItemProcessor/States/T/Resource',
  });
});

test('all that is wrong is told in one error', () => {
  expect(() => checkDefinition(machine({ A: pass, C: pass, D: pass }), 'STANDARD')).toThrow(
    expect.objectContaining({
      name: 'InvalidDefinition',
      message: `Invalid State Machine Definition: '${target}: State "C" is not reachable. at /States/C, ${target}: State "D" is not reachable. at /States/D'`,
    }),
  );
});

test('a definition over a megabyte is not looked at', () => {
  expect(() => diagnose(' '.repeat(1_048_577), 'STANDARD')).toThrow(
    expect.objectContaining({ name: 'ValidationException' }),
  );
});
