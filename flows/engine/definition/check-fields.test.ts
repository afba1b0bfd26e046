import { describe, expect, test } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { one, pass, problemsOf, task } from '#test/support/definition-problems.ts';

describe('refuses', () => {
  const cases: [string, Json, string[]][] = [
    [
      'what a task gave, where it has not given it yet',
      one({
        ...task,
        Arguments: '{% $states.result %}',
        Output: '{% $states.result %}',
        Catch: [{ ErrorEquals: ['A'], Output: '{% $states.result %}', Next: 'a' }],
      }),
      [
        "/States/a/Catch[0]/Output: Field '$states.result' does not exist.",
        "/States/a/Arguments: Field '$states.result' does not exist.",
      ],
    ],
    [
      'what no task gave',
      one({ ...pass, Output: { x: '{% $states.result.a %}' } }),
      ["/States/a/Output/x: Field '$states.result' does not exist."],
    ],
    [
      'an expression that is half open',
      one({ ...pass, Output: { a: ['{% 1', '{% 1 %}'], b: '2 %}', c: ' {% 1 %} ' } }),
      [
        "/States/a/Output/a[0]: A JSONata expression starts with '{%' and ends with '%}'",
        "/States/a/Output/b: A JSONata expression starts with '{%' and ends with '%}'",
      ],
    ],
    ['an unknown field of the machine', one(pass, { Colour: 1 }), ["/: Field 'Colour' is not supported"]],
    ['a later version', one(pass, { Version: '2.0' }), ['/Version: Value should be one of the following: [1.0]']],
    ['a comment that is no text', one({ ...pass, Comment: 1 }), ['/States/a/Comment: Expected value of type String']],
    ['a state that is no object', one([]), ['/States/a: Expected value of type Object']],
    [
      'an end that is no boolean',
      one({ Type: 'Pass', End: 'true' }),
      ['/States/a/End: Expected value of type Boolean'],
    ],
    [
      'unknown fields inside',
      one({
        ...task,
        Retry: [{ ErrorEquals: ['A'], Next: 'a' }],
        Catch: [{ ErrorEquals: ['A'], Next: 'a', End: true, ResultPath: '$' }],
      }),
      [
        "/States/a/Retry[0]: Field 'Next' is not supported",
        "/States/a/Catch[0]: Field 'End' is not supported",
        "/States/a/Catch[0]: The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage",
      ],
    ],
    [
      'a rule of JSONPath',
      one({ Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'a' }] }),
      [
        "/States/a/Choices[0]: The QueryLanguage is set to 'JSONata', but field 'Variable' is only supported for the 'JSONPath' QueryLanguage",
        "/States/a/Choices[0]: Field 'IsNull' is not supported",
        '/States/a/Choices[0]: These fields are required: [Condition]',
      ],
    ],
    [
      'a condition that is a text',
      one({ Type: 'Choice', Choices: [{ Condition: 'true', Next: 'a' }] }),
      ['/States/a/Choices[0]/Condition: Expected value of type Boolean or JSONata expression'],
    ],
    [
      'errors that are no texts',
      one({ ...task, Retry: [{ ErrorEquals: [1] }] }),
      ['/States/a/Retry[0]/ErrorEquals[0]: Expected value of type String'],
    ],
    [
      'retries out of range',
      one({
        ...task,
        Retry: [
          { ErrorEquals: ['A'], IntervalSeconds: 1e8, BackoffRate: 0.5, MaxDelaySeconds: 1e9, JitterStrategy: 1 },
        ],
      }),
      [
        '/States/a/Retry[0]/JitterStrategy: Value should be one of the following: [FULL, NONE]',
        '/States/a/Retry[0]/IntervalSeconds: Maximum value is 99999999',
        '/States/a/Retry[0]/BackoffRate: Minimum value is 1.0',
        '/States/a/Retry[0]/MaxDelaySeconds: Maximum value is 31622400',
      ],
    ],
    [
      'a loop body twice, or none',
      one({ Type: 'Map', Iterator: { StartAt: 'b', States: { b: pass } }, ItemProcessor: {}, End: true }),
      ['/States/a: There should only be one of the following fields: [ItemProcessor, Iterator]'],
    ],
    ['no loop body', one({ Type: 'Map', End: true }), ['/States/a: These fields are required: [ItemProcessor]']],
    [
      'a mode that does not exist',
      one({
        Type: 'Map',
        ItemProcessor: { ProcessorConfig: { Mode: 'BOTH', Size: 1 }, StartAt: 'b', States: { b: pass } },
        End: true,
      }),
      [
        "/States/a/ItemProcessor/ProcessorConfig: Field 'Size' is not supported",
        '/States/a/ItemProcessor/ProcessorConfig/Mode: Value should be one of the following: [INLINE, DISTRIBUTED]',
      ],
    ],
    [
      'a distributed Map without the type of its executions, and batches without a limit',
      one({
        Type: 'Map',
        ItemBatcher: { BatchInput: 1 },
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'b', States: { b: pass } },
        End: true,
      }),
      [
        '/States/a/ItemProcessor/ProcessorConfig: These fields are required: [ExecutionType]',
        '/States/a/ItemBatcher: There should be at least one of the following fields: [MaxItemsPerBatch, MaxInputBytesPerBatch]',
      ],
    ],
  ];
  test.each(cases)('%s', (_, definition, problems) => {
    expect(problemsOf(definition)).toEqual(problems);
  });
});
