import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { machineOf, type RunOptions, runMachine, type TaskAnswer } from '#test/support/run-machine.ts';
import { advance } from './advance.ts';
import { parseMachine } from './definition/parse-machine.ts';
import type { Execution } from './execution.ts';

const names = ['a', 'b', 'c', 'd'];
const expressions = [
  '{% $states.input %}',
  '{% $x %}',
  '{% [$states.input, $x] %}',
  '{% $random() %}',
  '{% $uuid() %}',
  '{% $now() %}',
  '{% $states.context %}',
  '{% 1 + "a" %}',
  '{% $none %}',
  '{% $states %}',
  '{% [1..3] %}',
];
const value = fc.oneof(
  fc.constantFrom(...expressions),
  (fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>).filter((json) => !/\{%|%\}/.test(JSON.stringify(json))),
);
const maybe = (key: string, arbitrary: fc.Arbitrary<Json>) =>
  fc.option(arbitrary, { nil: undefined }).map((some): JsonObject => (some === undefined ? {} : { [key]: some }));
const merged = (...parts: fc.Arbitrary<JsonObject>[]) =>
  fc.tuple(...parts).map((all): JsonObject => Object.assign({}, ...all));
/** Only a task may lead back: a loop that waits for nothing is stopped, but only after 25,000 events. */
const leaving = (targets: string[]) =>
  merged(
    targets.length === 0
      ? fc.constant({ End: true })
      : fc.oneof(
          fc.constant({ End: true }),
          fc.constantFrom(...targets).map((Next) => ({ Next })),
        ),
    maybe('Output', value),
    maybe(
      'Assign',
      value.map((x) => ({ x })),
    ),
  );
const errors = fc.constantFrom(
  'States.ALL',
  'States.TaskFailed',
  'States.Timeout',
  'States.QueryEvaluationError',
  'Bad',
);
/** States.ALL may only come last. */
const inOrder = <T extends { ErrorEquals: string[] }>(all: T[]) =>
  all.filter(({ ErrorEquals }, index) => ErrorEquals[0] !== 'States.ALL' || index === all.length - 1);
const retry = maybe(
  'Retry',
  fc
    .array(
      errors.map((name) => ({ ErrorEquals: [name], MaxAttempts: 1 })),
      { maxLength: 2 },
    )
    .map(inOrder),
);
const handling = (targets: string[]) =>
  targets.length === 0
    ? retry
    : merged(
        retry,
        maybe(
          'Catch',
          fc
            .array(
              fc
                .tuple(errors, fc.constantFrom(...targets))
                .map(([name, Next]) => ({ ErrorEquals: [name], Output: '{% $states.errorOutput %}', Next })),
              { maxLength: 2 },
            )
            .map(inOrder),
        ),
      );

const states = (depth: number): fc.Arbitrary<JsonObject> =>
  fc
    .tuple(...names.map((_, index) => state(depth, names.slice(index + 1))))
    .map((all) => Object.fromEntries(all.map((one, index) => [names[index]!, one])));

/** A state that goes to one of `targets`. */
function state(depth: number, targets: string[]): fc.Arbitrary<JsonObject> {
  const of = (Type: string, ...parts: fc.Arbitrary<JsonObject>[]) => merged(fc.constant({ Type }), ...parts);
  const one = (key: string, ...values: Json[]) =>
    fc.constantFrom(...values).map((chosen): JsonObject => ({ [key]: chosen }));
  const condition = one('Condition', '{% true %}', '{% $random() > 0.5 %}', '{% $states.input = 1 %}', '{% $x %}');
  const simple = [
    of('Pass', leaving(targets)),
    of('Wait', leaving(targets), one('Seconds', 0, 5, '{% 3 %}', '{% $states.input %}')),
    of(
      'Task',
      one('Resource', 'arn:aws:lambda:us-east-1:0:function:f'),
      leaving(names),
      handling(targets),
      maybe('Arguments', value),
      maybe('TimeoutSeconds', fc.constantFrom(1, 10)),
    ),
    of('Succeed', maybe('Output', value)),
    of('Fail', maybe('Error', fc.constantFrom('Bad', '{% 1 %}', '{% "Bad" %}'))),
    ...(targets.length > 0
      ? [
          of(
            'Choice',
            merged(condition, one('Next', ...targets)).map((rule) => ({ Choices: [rule] })),
            maybe('Default', fc.constantFrom(...targets)),
          ),
        ]
      : []),
  ];
  if (depth === 0) return fc.oneof(...simple);
  const block = states(depth - 1).map((inner) => ({ StartAt: 'a', States: inner }));
  return fc.oneof(
    ...simple,
    of(
      'Parallel',
      leaving(targets),
      handling(targets),
      fc.array(block, { minLength: 1, maxLength: 2 }).map((Branches) => ({ Branches })),
      maybe('Arguments', value),
    ),
    of(
      'Map',
      leaving(targets),
      handling(targets),
      block.map((ItemProcessor) => ({ ItemProcessor })),
      one('Items', '{% [1..3] %}', [1, 2], '{% $states.input %}'),
      maybe('MaxConcurrency', fc.constantFrom(1, 2)),
    ),
  );
}

const machines = states(1).map(
  (all) => JSON.parse(JSON.stringify(machineOf(all, { TimeoutSeconds: 1000 }))) as JsonObject,
);
const answers = fc.array(
  fc.constantFrom<TaskAnswer>(
    { output: 1 },
    { output: [1, 2], after: 2 },
    { error: 'Bad' },
    { error: 'Bad', cause: 'why', after: 3 },
    'silent',
  ),
  { minLength: 1, maxLength: 5 },
);

function options(given: TaskAnswer[], keep?: RunOptions['keep']): RunOptions {
  let seed = 7;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  return {
    input: { n: 1 },
    tasks: (_, count) => given[count % given.length]!,
    random,
    most: 300,
    ...(keep && { keep }),
  };
}

function frozen(value: Json): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const member of Object.values(value)) frozen(member);
}

/** Some items end at once, others never: what is known has holes. */
const laterItemsFirst = machineOf(
  {
    first: {
      Type: 'Map',
      End: true,
      Items: '{% [1..3] %}',
      ItemProcessor: {
        StartAt: 'a',
        States: {
          a: { Type: 'Choice', Choices: [{ Condition: '{% $random() > 0.5 %}', Next: 'd' }], Default: 'c' },
          c: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:0:function:f', Next: 'c' },
          d: { Type: 'Succeed' },
        },
      },
    },
  },
  { TimeoutSeconds: 1000 },
);

describe('any machine', () => {
  test('runs the same from a copy of each step, never throws, and ends with a known error', async () => {
    await fc.assert(
      fc.asyncProperty(machines, answers, async (definition, given) => {
        const copied = await runMachine(definition, options(given));
        const kept = await runMachine(
          definition,
          options(given, (execution: Execution) => {
            frozen(execution as unknown as Json);
            return execution;
          }),
        );
        expect(kept).toEqual(copied);
        expect(copied.history.map(({ id }) => id)).toEqual(copied.history.map((_, index) => index + 1));
        expect(copied.history.every(({ id, previousEventId }) => previousEventId < id)).toBe(true);
        if (copied.status === 'FAILED' && copied.error !== undefined)
          expect(copied.error).toMatch(/^(States\.\w+|Bad)$/);
        const asked = copied.effects.filter(({ type }) => type === 'setTimer').length;
        const cancelled = copied.effects.filter(({ type }) => type === 'cancelTimer').length;
        expect(cancelled).toBeLessThanOrEqual(asked);
      }),
      { numRuns: 250, examples: [[laterItemsFirst, [{ output: 1 }]]] },
    );
  });
});

describe('history', () => {
  test('numbers events as AWS does', async () => {
    const pass = { Type: 'Pass', End: true };
    const definition = machineOf({
      first: {
        Type: 'Map',
        Items: [1, 2],
        MaxConcurrency: 1,
        ItemProcessor: { StartAt: 'p', States: { p: pass } },
        Next: 'second',
      },
      second: { Type: 'Pass', Output: '{% $none %}', End: true },
    });
    const { history } = await runMachine(definition);
    expect(history.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 PassStateEntered',
      '6<5 PassStateExited',
      '7<6 MapIterationSucceeded',
      '8<6 MapIterationStarted',
      '9<8 PassStateEntered',
      '10<9 PassStateExited',
      '11<10 MapIterationSucceeded',
      '12<11 MapStateSucceeded',
      '13<11 MapStateExited',
      '14<13 PassStateEntered',
      '15<13 EvaluationFailed',
      '16<15 ExecutionFailed',
    ]);
  });

  test('is not gathered unless wanted', async () => {
    const machine = parseMachine(machineOf({ a: { Type: 'Pass', End: true } }));
    const start = { type: 'start' as const, input: 1, context: { Execution: {}, StateMachine: {} } };
    const { history, execution } = await advance(machine, undefined, start, 0, Math.random);
    expect(history).toEqual([]);
    expect(execution.status).toBe('SUCCEEDED');
  });
});

test('an event after the end, or for a number never given, changes nothing', async () => {
  const machine = parseMachine(machineOf({ a: { Type: 'Wait', Seconds: 5, End: true } }));
  const start = { type: 'start' as const, input: 1, context: { Execution: {}, StateMachine: {} } };
  const waiting = await advance(machine, undefined, start, 0, Math.random);
  const stray = await advance(
    machine,
    waiting.execution,
    { type: 'taskSucceeded', task: 9, output: 1 },
    1,
    Math.random,
  );
  expect(stray).toEqual({ execution: waiting.execution, effects: [], history: [] });
  const ended = await advance(machine, waiting.execution, { type: 'timerFired', timer: 1 }, 5000, Math.random);
  expect(ended.effects).toEqual([{ type: 'end', status: 'SUCCEEDED', output: 1 }]);
  const again = await advance(machine, ended.execution, { type: 'timerFired', timer: 1 }, 6000, Math.random);
  expect(again).toEqual({ execution: ended.execution, effects: [], history: [] });
});

test.each([
  ['EXPRESS', 'SUCCEEDED'],
  ['STANDARD', 'FAILED'],
] as const)('a loop of 5,000 items with three states each under %s: %s', async (type, status) => {
  const states = { a: { Type: 'Pass', Next: 'b' }, b: { Type: 'Pass', Next: 'c' }, c: { Type: 'Pass', End: true } };
  const loop = machineOf({
    each: { Type: 'Map', Items: '{% [1..5000] %}', ItemProcessor: { StartAt: 'a', States: states }, End: true },
  });
  expect(await runMachine(loop, { type, keep: (execution) => execution })).toMatchObject({
    status,
    ...(status === 'FAILED' && {
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    }),
  });
});

test('an iteration of a distributed Map has a history of its own, which is as long', async () => {
  const states = { a: { Type: 'Pass', Next: 'b' }, b: { Type: 'Pass', Next: 'a' } };
  const endless = machineOf({
    each: {
      Type: 'Map',
      Items: [1],
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'a',
        States: states,
      },
      End: true,
    },
  });
  const run = await runMachine(endless, { keep: (execution) => execution });
  expect(run).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
});

test('a full history ends with the failure, and what it could not hold is not done', async () => {
  const loop = machineOf({
    a: { Type: 'Pass', Next: 'b' },
    b: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:0:function:f', Next: 'a' },
  });
  const run = await runMachine(loop, { keep: (execution) => execution, most: 100_000 });
  expect(run).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(run.history).toHaveLength(25_000);
  expect(run.history.at(-1)).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
  const scheduled = run.history.filter(({ type }) => type === 'LambdaFunctionScheduled');
  expect(run.calls).toHaveLength(scheduled.length);
});
