import { describe } from 'vitest';
import { testMachines } from '#test/support/machine-cases.ts';

const end = (value: string) => ({ Type: 'Pass', Output: value, End: true });
const choice = {
  pick: {
    Type: 'Choice',
    Choices: [
      { Condition: '{% $states.input.n > 10 %}', Next: 'big', Assign: { size: 'big' }, Output: '{% "from rule" %}' },
      { Condition: '{% $states.input.n > 5 %}', Next: 'middle' },
    ],
    Default: 'small',
    Assign: { size: 'small' },
    Output: 'from default',
  },
  big: { Type: 'Pass', Output: '{% [$states.input, $size] %}', End: true },
  middle: end('middle'),
  small: { Type: 'Pass', Output: '{% [$states.input, $size] %}', End: true },
};

describe('Choice', () => {
  testMachines([
    {
      name: 'takes the first rule that holds',
      states: choice,
      input: { n: 11 },
      expect: { output: ['from rule', 'big'] },
    },
    {
      name: 'hands its input on unless the rule has an output',
      states: choice,
      input: { n: 6 },
      expect: { output: 'middle' },
    },
    { name: 'takes the default', states: choice, input: { n: 1 }, expect: { output: ['from default', 'small'] } },
    {
      name: 'fails without a default',
      states: { pick: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'a' }] }, a: end('a') },
      expect: {
        status: 'FAILED',
        error: 'States.Runtime',
        cause:
          "An error occurred while executing the state 'pick' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state.",
      },
    },
    {
      name: 'errors name the rule',
      states: {
        pick: { Type: 'Choice', Choices: [{ Condition: true, Output: { v: '{% $none %}' }, Next: 'a' }], Default: 'a' },
        a: end('a'),
      },
      expect: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause: /for the field 'Choices\[0\]\/Output\/v' returned nothing/,
      },
    },
    {
      name: 'a condition must be a boolean',
      states: { pick: { Type: 'Choice', Choices: [{ Condition: '{% [1] %}', Next: 'a' }], Default: 'a' }, a: end('a') },
      expect: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause:
          "An error occurred while executing the state 'pick' (entered at the event id #2). The JSONata expression '[1]' specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'array' for value: [1]",
      },
    },
    {
      name: 'a condition may be a constant',
      states: {
        pick: { Type: 'Choice', Choices: [{ Condition: true, Next: 'a' }], Default: 'b' },
        a: end('a'),
        b: end('b'),
      },
      expect: { output: 'a' },
    },
  ]);
});

describe('Fail', () => {
  testMachines([
    {
      name: 'ends with its error and cause',
      states: { a: { Type: 'Fail', Error: 'Bad', Cause: 'no' } },
      expect: { status: 'FAILED', error: 'Bad', cause: 'no' },
    },
    {
      name: 'both may be expressions',
      states: { a: { Type: 'Fail', Error: '{% $states.input.e %}', Cause: '{% "n" & 1 %}' } },
      input: { e: 'Bad' },
      expect: { status: 'FAILED', error: 'Bad', cause: 'n1' },
    },
    {
      name: 'and must be text',
      states: { a: { Type: 'Fail', Error: '{% 1 %}' } },
      expect: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause: /Expected 'string', but was 'number' for value: 1/,
      },
    },
  ]);
});
