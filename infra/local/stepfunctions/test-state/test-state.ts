import { randomUUID } from 'node:crypto';
import type { InspectionData, TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn';
import { testState as runTest, type StateTestResult, type TestAnswer } from '#flows/engine/test-state.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { executionArn, machineArn } from '../arn.ts';
import { readInput, required } from '../check.ts';
import { expressionHost } from '../expression-host.ts';
import type { Service } from '../operations/service.ts';
import type { Invocation } from '../progress.ts';
import { runTask } from '../run-task.ts';
import { checkIterations, readMock } from './test-state-mock.ts';
import { readTestedContext, readTestedState, readVariables } from './test-state-request.ts';

/** Milliseconds that a test may take, https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
const longestTest = 300_000;

/** Tries one state: with what its mock answers, or, for a Task without one, by calling its function. */
export async function testState(
  service: Pick<Service, 'clock' | 'timers' | 'invoke' | 'expressions'>,
  request: TestStateInput,
): Promise<TestStateOutput> {
  const now = service.clock.now();
  const input = readInput(request.input).value;
  const { state, fields } = readTestedState(required('definition', request.definition), request);
  const mock = readMock(state, fields, request);
  const variables = readVariables(request.variables);
  const role = request.roleArn ?? (mock && 'arn:aws:iam::000000000000:role/TestState') ?? null;
  const context: JsonObject = {
    Execution: {
      Id: executionArn(randomUUID(), 'EXPRESS', randomUUID()),
      Input: input,
      Name: randomUUID(),
      RoleArn: role,
      StartTime: new Date(now).toISOString(),
    },
    StateMachine: { Id: machineArn(randomUUID()), Name: randomUUID() },
    State: { EnteredTime: new Date(now).toISOString(), Name: 'StateName', ...(mock && { RetryCount: 0 }) },
  };
  const result = await runTest(
    {
      state,
      input,
      variables,
      context: readTestedContext(context, request),
      answer: async (call) => mock?.answer ?? (await limited(service, now, callTask(service, call!))),
      until: (at) => wait(service, at),
      latest: now + longestTest,
      retries: request.stateConfiguration?.retrierRetryCount ?? 0,
      failedItems: request.stateConfiguration?.mapIterationFailureCount ?? 0,
      items: mock?.items,
      checkIterations: (count) => checkIterations(request, count),
    },
    now,
    Math.random,
    expressionHost(service.expressions, 'TestState'),
  );
  return testStateOutput(result, request.inspectionLevel ?? 'INFO');
}

async function callTask({ invoke }: Pick<Service, 'invoke'>, call: Invocation): Promise<TestAnswer> {
  const answer = await runTask(invoke, call);
  return 'payload' in answer ? { output: JSON.parse(answer.payload) } : answer;
}

/** What the call answers, unless it takes too long. */
async function limited(
  { timers }: Pick<Service, 'timers'>,
  now: number,
  answer: Promise<TestAnswer>,
): Promise<TestAnswer> {
  const late = Promise.withResolvers<TestAnswer>();
  const timer = timers.set(now + longestTest, () => late.resolve({ error: 'States.Timeout' }));
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    timers.cancel(timer);
  }
}

function wait({ timers }: Pick<Service, 'timers'>, at: number): Promise<void> {
  return new Promise((resolve) => timers.set(at, resolve));
}

function testStateOutput({ inspection, output, ...result }: StateTestResult, level: string): TestStateOutput {
  return {
    ...result,
    ...(output !== undefined && { output: JSON.stringify(output) }),
    ...(level !== 'INFO' && { inspectionData: inspectionData(inspection) }),
  };
}

/** What AWS tells as it is; all data it tells as JSON text. */
const plain = ['errorDetails', 'maxConcurrency', 'toleratedFailureCount', 'toleratedFailurePercentage'];

function inspectionData(inspection: JsonObject): InspectionData {
  return Object.fromEntries(
    Object.entries(inspection).map(([name, value]) => [name, plain.includes(name) ? value : JSON.stringify(value)]),
  );
}
