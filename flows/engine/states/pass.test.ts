import { describe } from 'vitest';
import type { JsonObject } from '#flows/language/json.ts';
import { testMachines } from '#test/support/machine-cases.ts';

/** States a1, a2, ... that each keep their input in a variable of its own, and go on to p. */
const filling = (count: number): JsonObject =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `a${index}`,
      {
        Type: 'Pass',
        Assign: { [`v${index}`]: '{% $states.input %}' },
        Next: index + 1 < count ? `a${index + 1}` : 'p',
      },
    ]),
  );
/** A branch that keeps its input in a variable and waits, so that all branches hold theirs at once. */
const filledBranch = (name: string): JsonObject => ({
  StartAt: name,
  States: {
    [name]: { Type: 'Pass', Assign: { [name]: '{% $states.input %}' }, Output: 0, Next: `${name}2` },
    [`${name}2`]: { Type: 'Wait', Seconds: 1, End: true },
  },
});

const at = (state: string, event: number) =>
  `An error occurred while executing the state '${state}' (entered at the event id #${event}). `;

describe('Pass, Succeed and variables', () => {
  testMachines([
    {
      name: 'hands its input on',
      states: { a: { Type: 'Pass', End: true } },
      input: [1, null],
      expect: { output: [1, null] },
    },
    {
      name: 'makes an output',
      states: { a: { Type: 'Pass', Output: { sum: '{% $states.input.a + 1 %}', list: [1, '{% "x" %}'] }, End: true } },
      input: { a: 1 },
      expect: { output: { sum: 2, list: [1, 'x'] } },
    },
    {
      name: 'a null output is null',
      states: { a: { Type: 'Pass', Output: null, End: true } },
      expect: { output: null },
    },
    {
      name: 'text around an expression is text',
      states: { a: { Type: 'Pass', Output: 'x {% 1 %} ', End: true } },
      expect: { output: 'x {% 1 %} ' },
    },
    {
      name: 'Succeed ends the machine',
      states: { a: { Type: 'Succeed', Output: '{% $states.input.a %}' } },
      input: { a: 'done' },
      expect: { output: 'done' },
    },
    {
      name: 'variables keep their values until assigned again; assignments see those before them',
      states: {
        a: { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'b' },
        b: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: '{% [$x, $y] %}', Next: 'c' },
        c: { Type: 'Pass', Output: '{% [$states.input, $x, $y] %}', End: true },
      },
      expect: { output: [1, 2, 2, 1] },
    },
    {
      name: 'the context object tells where it is',
      states: { first: { Type: 'Pass', Next: 'a' }, a: { Type: 'Pass', Output: '{% $states.context %}', End: true } },
      input: { n: 1 },
      expect: {
        output: {
          Execution: {
            Id: 'arn:aws:states:us-east-1:000000000000:execution:machine:run',
            Name: 'run',
            RoleArn: 'arn:aws:iam::000000000000:role/machine',
            StartTime: '2026-05-01T12:00:00.000Z',
            Input: { n: 1 },
          },
          State: { Name: 'a', EnteredTime: '2026-05-01T12:00:00.000Z', RetryCount: 0 },
          StateMachine: { Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine', Name: 'machine' },
        },
      },
    },
    {
      name: 'an expression without a value fails, with its field',
      states: { a: { Type: 'Pass', Output: { x: { y: ['{% $states.input.none %}'] } }, End: true } },
      expect: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause: `${at('a', 2)}The JSONata expression '$states.input.none' specified for the field 'Output/x/y[0]' returned nothing (undefined).`,
      },
    },
    {
      name: 'a failing expression fails, with its reason',
      states: { a: { Type: 'Pass', Assign: { x: '{% 1 + "a" %}' }, End: true } },
      expect: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause: `${at('a', 2)}The JSONata expression '1 + "a"' specified for the field 'Assign/x' threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number`,
      },
    },
    {
      name: 'an output of more than 256 KiB fails',
      states: { a: { Type: 'Pass', Output: '{% $pad("", 262143, "é") %}', End: true } },
      expect: { status: 'FAILED', error: 'States.DataLimitExceeded' },
    },
    {
      name: 'an output of just 256 KiB does not',
      states: {
        a: { Type: 'Pass', Output: '{% $pad("", 262142, "x") %}', Next: 'b' },
        b: { Type: 'Pass', Output: 1, End: true },
      },
      expect: { output: 1 },
    },
    {
      name: 'variables of more than 10 MiB together fail, also in branches',
      states: { ...filling(38), p: { Type: 'Parallel', Branches: ['b', 'c', 'd'].map(filledBranch), End: true } },
      input: 'x'.repeat(262_000),
      expect: { status: 'FAILED', error: 'States.DataLimitExceeded' },
    },
    {
      name: 'variables that are just below do not',
      states: { ...filling(38), p: { Type: 'Parallel', Branches: ['b', 'c'].map(filledBranch), Output: 1, End: true } },
      input: 'x'.repeat(262_000),
      expect: { output: 1 },
    },
    {
      name: 'a variable that is assigned anew counts once',
      states: {
        a: { Type: 'Pass', Assign: { n: 0 }, Next: 'b' },
        b: { Type: 'Pass', Assign: { n: '{% $n + 1 %}', x: '{% $states.input %}' }, Next: 'c' },
        c: { Type: 'Choice', Choices: [{ Condition: '{% $n < 60 %}', Next: 'b' }], Default: 'd' },
        d: { Type: 'Pass', Output: '{% $n %}', End: true },
      },
      input: 'x'.repeat(262_000),
      expect: { output: 60 },
    },
    {
      name: 'a loop without end is stopped',
      states: { a: { Type: 'Pass', Next: 'b' }, b: { Type: 'Pass', Next: 'a' } },
      expect: {
        status: 'FAILED',
        error: 'States.Runtime',
        cause: 'The execution reached the maximum number of history events (25000).',
      },
    },
    {
      name: 'the machine has a time limit',
      states: { a: { Type: 'Wait', Seconds: 100, End: true } },
      more: { TimeoutSeconds: 60 },
      expect: { status: 'TIMED_OUT', error: 'States.Timeout', seconds: 60 },
    },
    {
      name: 'it can be stopped from outside',
      states: { a: { Type: 'Wait', Seconds: 100, End: true } },
      events: [{ after: 5, event: { type: 'stop', error: 'Stopped', cause: 'by hand' } }],
      expect: { status: 'ABORTED', error: 'Stopped', cause: 'by hand', seconds: 5 },
    },
  ]);
});
