import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { one, pass, problemsOf, task } from '#test/support/definition-problems.ts';
import { parseMachine } from './parse-machine.ts';

const jsonPath = (state: Json) => one(state, { QueryLanguage: 'JSONPath' });

describe('refuses', () => {
  const cases: [string, Json, string[]][] = [
    ['no object', 'text', ['/: Definition must be a valid JSON object']],
    ['nothing', {}, ['/: These fields are required: [StartAt, States]']],
    ['no start', { States: { a: pass } }, ['/: These fields are required: [StartAt]']],
    ['a start that is not there', { StartAt: 'b', States: { a: pass } }, ["/StartAt: Missing 'StartAt' target: b"]],
    ['a next state that is not there', one({ Type: 'Pass', Next: 'b' }), ["/States/a/Next: Missing 'Next' target: b"]],
    ['no type', one({ End: true }), ['/States/a: These fields are required: [Type]']],
    ['an unknown type', one({ Type: 'Jump' }), ["/States/a: Unknown state type 'Jump'"]],
    ['an unknown field', one({ ...pass, Colour: 1 }), ["/States/a: Field 'Colour' is not supported"]],
    ['neither Next nor End', one({ Type: 'Pass' }), ['/States/a: These fields are required: [Next] or [End]']],
    [
      'both Next and End',
      one({ ...pass, Next: 'a' }),
      ['/States/a: There should only be one of the following fields: [Next, End]'],
    ],
    [
      'wrong syntax',
      one({ ...pass, Output: { x: '{% 1 + %}' } }),
      ['/States/a/Output/x: Unexpected end of expression'],
    ],
    [
      'a name that is no variable',
      one({ ...pass, Assign: { 'a-b': 1, states: 1 } }),
      [
        "/States/a/Assign: 'a-b' is not a valid variable name",
        "/States/a/Assign: 'states' is not a valid variable name",
      ],
    ],
    [
      'a JSONPath state in a JSONata machine',
      one({ ...pass, QueryLanguage: 'JSONPath' }),
      ["/States/a: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"],
    ],
    [
      'a JSONPath field in a JSONata state',
      one({ ...pass, InputPath: '$.a' }),
      [
        "/States/a: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage",
      ],
    ],
    [
      'a JSONata field in a JSONPath state',
      jsonPath({ ...pass, Output: 1 }),
      [
        "/States/a: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
      ],
    ],
    [
      'a time that is none',
      one({ Type: 'Wait', Timestamp: '05-12-2016T21:29:29Z', End: true }),
      ['/States/a/Timestamp: String does not match RFC3339 timestamp'],
    ],
    [
      'seconds and a time',
      one({ Type: 'Wait', Timestamp: '2016-12-05T21:29:29Z', Seconds: 1, End: true }),
      ['/States/a: There should only be one of the following fields: [Seconds, Timestamp]'],
    ],
    ['no choices', one({ Type: 'Choice', Choices: [] }), ['/States/a: These fields are required: [Choices]']],
    [
      'a choice without condition',
      one({ Type: 'Choice', Choices: [{ Next: 'a' }] }),
      ['/States/a/Choices[0]: These fields are required: [Condition]'],
    ],
    ['no resource', one({ Type: 'Task', End: true }), ['/States/a: These fields are required: [Resource]']],
    [
      'credentials without a role',
      one({ ...task, Credentials: {} }),
      ["/States/a/Credentials: The field 'RoleArn' is required but was missing"],
    ],
    [
      'a next state named like a member of every object',
      one({ Type: 'Pass', Next: 'toString' }),
      ["/States/a/Next: Missing 'Next' target: toString"],
    ],
    [
      'no branches',
      one({ Type: 'Parallel', Branches: [], End: true }),
      ['/States/a: These fields are required: [Branches]'],
    ],
    [
      'a problem inside a branch',
      one({ Type: 'Parallel', Branches: [{ StartAt: 'b', States: { b: { Type: 'Pass' } } }], End: true }),
      ['/States/a/Branches[0]/States/b: These fields are required: [Next] or [End]'],
    ],
    [
      'a problem inside a loop',
      one({ Type: 'Map', ItemProcessor: { StartAt: 'b', States: {} }, End: true }),
      ["/States/a/ItemProcessor/StartAt: Missing 'StartAt' target: b"],
    ],
    [
      'batches without a distributed map',
      one({
        Type: 'Map',
        ItemBatcher: { MaxItemsPerBatch: 1 },
        ItemProcessor: { StartAt: 'b', States: { b: pass } },
        End: true,
      }),
      ["/States/a/ItemBatcher: Field 'ItemBatcher' is only supported for distributed maps"],
    ],
    [
      'States.ALL with others',
      one({ ...task, Catch: [{ ErrorEquals: ['States.ALL', 'A'], Next: 'a' }] }),
      ['/States/a/Catch[0]/ErrorEquals: States.ALL must appear alone'],
    ],
    [
      'a negative number of tries',
      one({ ...task, Retry: [{ ErrorEquals: ['A'], MaxAttempts: -1 }] }),
      ['/States/a/Retry[0]/MaxAttempts: Minimum value is 0'],
    ],
    [
      'States.ALL before others',
      one({ ...task, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] }),
      ['/States/a/Retry[0]/ErrorEquals: States.ALL must appear in the last entry'],
    ],
    [
      'numbers out of range',
      one({ ...task, TimeoutSeconds: 0, Retry: [{ ErrorEquals: ['A'], MaxAttempts: 100_000_000 }] }),
      ['/States/a/TimeoutSeconds: Minimum value is 1', '/States/a/Retry[0]/MaxAttempts: Maximum value is 99999999'],
    ],
    [
      'a number too large',
      one({ ...task, HeartbeatSeconds: 1e8 }),
      ['/States/a/HeartbeatSeconds: Maximum value is 99999999'],
    ],
    [
      'seconds that are not whole',
      one({ ...task, TimeoutSeconds: 1.5 }),
      ['/States/a/TimeoutSeconds: Expected value of type Integer or JSONata expression'],
    ],
    [
      'seconds in a list',
      one({ ...task, TimeoutSeconds: ['{% 1 %}'] }),
      ['/States/a/TimeoutSeconds: Expected value of type Integer or JSONata expression'],
    ],
    [
      'a heartbeat as long as the timeout',
      one({ ...task, TimeoutSeconds: 5, HeartbeatSeconds: 5 }),
      ['/States/a/HeartbeatSeconds: HeartbeatSeconds must be smaller than TimeoutSeconds'],
    ],
    [
      'an object as items inside the execution',
      one({ Type: 'Map', Items: { a: '{% 1 %}' }, ItemProcessor: { StartAt: 'b', States: { b: pass } }, End: true }),
      ['/States/a/Items: Expected value of type Array or JSONata expression'],
    ],
    [
      'a share above all',
      one({
        Type: 'Map',
        ToleratedFailurePercentage: 100.5,
        ItemProcessor: { StartAt: 'b', States: { b: pass } },
        End: true,
      }),
      ['/States/a/ToleratedFailurePercentage: Maximum value is 100.0'],
    ],
    [
      'a query language that does not exist, and judges the state as JSONata',
      one({ ...pass, QueryLanguage: 'jsonpath', Output: '{% 1 %}', InputPath: '$' }),
      [
        '/States/a/QueryLanguage: Value should be one of the following: [JSONPath, JSONata]',
        "/States/a: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage",
      ],
    ],
    [
      'a query language that is no text',
      one(pass, { QueryLanguage: 5 }),
      ['/QueryLanguage: Expected value of type [STRING]'],
    ],
    [
      'a query language for a loop',
      one({ Type: 'Map', ItemProcessor: { QueryLanguage: 'JSONata', StartAt: 'b', States: { b: pass } }, End: true }),
      ["/States/a/ItemProcessor: Field 'QueryLanguage' is not supported"],
    ],
    [
      'an expression in a rule, in the rule',
      one({ Type: 'Choice', Choices: [{ Condition: '{% a %}', Output: ['{% 1 + %}'], Next: 'a' }] }),
      [
        "/States/a/Choices[0]/Condition: Reference to 'a' at the top level is not supported.",
        '/States/a/Choices[0]/Output[0]: Unexpected end of expression',
      ],
    ],
    [
      'what the caught error is, where none was caught',
      one({
        ...task,
        Output: '{% $states.errorOutput.Cause %}',
        Catch: [{ ErrorEquals: ['A'], Output: '{% $states.errorOutput %}', Next: 'a' }],
      }),
      ["/States/a/Output: Field '$states.errorOutput' does not exist."],
    ],
    ['a time limit that is too short', one(pass, { TimeoutSeconds: 0 }), ['/TimeoutSeconds: Minimum value is 1']],
    [
      'a time limit that is no number',
      one(pass, { TimeoutSeconds: '5' }),
      ['/TimeoutSeconds: Expected value of type Integer'],
    ],
  ];
  test.each(cases)('%s', (_, definition, problems) => {
    expect(problemsOf(definition)).toEqual(problems);
  });
});

describe('says that it does not do', () => {
  const cases: [string, Json, string][] = [
    ['JSONPath', jsonPath({ ...pass, InputPath: '$.a' }), 'JSONPath'],
    ['JSONPath in a payload', jsonPath({ ...pass, Assign: { 'x.$': '$.a' } }), 'JSONPath'],
    [
      'Choice in JSONPath',
      jsonPath({ Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'b' }], Default: 'a' }),
      'JSONPath',
    ],
    ['activities', one({ ...task, Resource: 'arn:aws:states:us-east-1:0:activity:x' }), 'Activities'],
    ['tasks that wait for jobs', one({ ...task, Resource: 'arn:aws:states:::states:startExecution.sync:2' }), '.sync'],
    [
      'item readers',
      one({
        Type: 'Map',
        ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'CSV' } },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'b',
          States: { b: pass },
        },
        End: true,
      }),
      'ItemReader',
    ],
  ];
  test.each(cases)('%s', (_, definition, feature) => {
    expect(() => parseMachine(definition)).toThrow(
      expect.objectContaining({ name: 'InvalidDefinition', unsupported: [feature] }),
    );
  });
});

describe('accepts', () => {
  const cases: [string, Json][] = [
    ['a state of no language in a JSONPath machine', jsonPath(pass)],
    ['a JSONata state in a JSONPath machine', jsonPath({ ...pass, QueryLanguage: 'JSONata', Output: '{% 1 %}' })],
    ['a machine of no language', { StartAt: 'a', States: { a: task } }],
    [
      'comments everywhere',
      one(
        {
          ...task,
          Comment: 'c',
          Retry: [{ ErrorEquals: ['A'], Comment: 'c' }],
          Catch: [{ ErrorEquals: ['A'], Comment: 'c', Next: 'a' }],
        },
        { Comment: 'c', Version: '1.0' },
      ),
    ],
    ['a condition without an expression', one({ Type: 'Choice', Choices: [{ Condition: true, Next: 'a' }] })],
    ['a state that does not end but goes on', one({ Type: 'Pass', End: false, Next: 'a' })],
    ['a fractional backoff', one({ ...task, Retry: [{ ErrorEquals: ['A'], BackoffRate: 1.5 }] })],
    ['the old name of a loop body', one({ Type: 'Map', Iterator: { StartAt: 'b', States: { b: pass } }, End: true })],
    ['a state named like a member of every object', { StartAt: 'constructor', States: { constructor: pass } }],
  ];
  test.each(cases)('%s', (_, definition) => {
    expect(problemsOf(definition)).toEqual([]);
  });
});

test('anything is a machine or a DefinitionError', () => {
  const names = [
    'Type',
    'Next',
    'States',
    'StartAt',
    'Retry',
    'Catch',
    'Choices',
    'Branches',
    'ItemProcessor',
    'Assign',
  ];
  const key = fc.oneof(fc.constantFrom(...names, 'ErrorEquals', 'Output', 'Items', '__proto__'), fc.string());
  const text = fc.constantFrom('Pass', 'Task', 'Choice', 'Parallel', 'Map', 'Wait', 'Fail', 'a', '{% $x %}', '{% ( %}');
  const { any } = fc.letrec<{ any: Json }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 5 },
      text,
      fc.constantFrom<Json>(null, 0, -1, true),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(key, tie('any'), { maxKeys: 5 }),
    ),
  }));
  const state = fc.dictionary(key, any).chain((fields) => text.map((Type): Json => ({ ...fields, Type })));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b'), state), (states) => {
      problemsOf({ QueryLanguage: 'JSONata', StartAt: 'a', States: states });
    }),
    { numRuns: 500 },
  );
});

test('a definition that nests too deeply is refused', () => {
  let state: Json = pass;
  for (let depth = 0; depth < 10_000; depth++) {
    state = { Type: 'Parallel', Branches: [{ StartAt: 'a', States: { a: state } }], End: true };
  }
  expect(problemsOf(one(state))).toEqual(['/: The definition nests too deeply']);
});

test.each<[string, string[]]>([
  ['$states.input.a[b > $.c].d', []],
  ['$x^(>price)', []],
  ['$x{name: $sum(price)}', []],
  ['$x ~> |a|{"b": c}|', []],
  ['$map($x, function($v) { $v.a })', []],
  ['phone', ['phone']],
  ['phone.number + $.a', ['phone', '$']],
  ['[a, {b: c}, -d]', ['a', 'b', 'c', 'd']],
  ['$map($x, function($v) { a })', ['a']],
  ['($y := a; b ? c : d)', ['a', 'b', 'c', 'd']],
  ['a ~> $uppercase', ['a']],
])('the expression %s reads what is not there: %j', (expression, names) => {
  expect(problemsOf(one({ ...pass, Output: `{% ${expression} %}` }))).toEqual(
    names.map((name) => `/States/a/Output: Reference to '${name}' at the top level is not supported.`),
  );
});

test('there is no context for $$', () => {
  expect(problemsOf(one({ ...pass, Output: ['{% $$.a %}'] }))).toEqual([
    "/States/a/Output[0]: Reference to '$$' is not supported.",
  ]);
});
