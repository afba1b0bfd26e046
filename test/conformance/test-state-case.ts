import type { TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { systemClock } from '#infra/local/clock.ts';
import { inThisThread } from '#infra/local/stepfunctions/expression-host.ts';
import { testState } from '#infra/local/stepfunctions/test-state/test-state.ts';
import { Timers } from '#infra/local/timers.ts';
import { alike } from './alike.ts';
import { type RecordedError, readError } from './recorded-error.ts';
import { skipped } from './unsupported.ts';
import { differs, judged, type Verdict } from './verdict.ts';

/** One call of TestState (test-state/*.json); JSON texts are parsed except inside `mock`. */
export interface TestStateCase {
  request: JsonObject;
  expected: JsonObject & { exception?: RecordedError };
}

/** Texts of the request that hold JSON. */
const jsonTexts = ['definition', 'input', 'variables', 'context'];
const compared = ['status', 'output', 'error', 'nextState'];

/** Compares what the test ended with; the cause and what was inspected on the way are told apart. */
export async function playTestStateCase({ request, expected }: TestStateCase): Promise<Verdict> {
  const input = Object.fromEntries(
    Object.entries(request).map(([name, value]) => [name, jsonTexts.includes(name) ? textOf(value) : value]),
  ) as unknown as TestStateInput;
  let answer: JsonObject;
  let calledOut = false;
  const invoke = async () => {
    calledOut = true;
    return { error: 'NotRecorded', cause: 'The recording has no calls.' };
  };
  try {
    answer = parsed(
      await testState(
        { clock: systemClock, timers: new Timers(systemClock), invoke, expressions: inThisThread },
        input,
      ),
    );
  } catch (error) {
    return judgeError(expected.exception, error as Error);
  }
  if (calledOut) return skipped('calls of AWS');
  if (expected.exception) return judged(differs('error', readError(expected.exception).code, answer));
  for (const field of compared) {
    if (!alike(expected[field], answer[field])) return judged(differs(field, expected[field], answer[field]));
  }
  const aside = ['cause', 'inspectionData'].find((field) => !alike(expected[field], answer[field]));
  return { outcome: 'passed', ...(aside && { causeDiffers: differs(aside, expected[aside], answer[aside]) }) };
}

function judgeError(recorded: RecordedError | undefined, error: Error): Verdict {
  if (!recorded) return judged(differs('error', 'none', [error.name, error.message]));
  const { code, message } = readError(recorded);
  if (code !== error.name) return judged(differs('error', [code, message], [error.name, error.message]));
  return {
    outcome: 'passed',
    ...(message !== error.message && { causeDiffers: differs('message', message, error.message) }),
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An answer with its JSON texts parsed, in the account of the recordings. */
function parsed(answer: TestStateOutput): JsonObject {
  const text = JSON.stringify(answer).replaceAll('000000000000', '111111111111');
  const { output, inspectionData, ...rest } = JSON.parse(text) as { output?: string; inspectionData?: JsonObject };
  const inspected = Object.entries(inspectionData ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? (JSON.parse(value) as Json) : value,
  ]);
  return {
    ...rest,
    ...(output !== undefined && { output: JSON.parse(output) as Json }),
    ...(inspectionData && { inspectionData: Object.fromEntries(inspected) as JsonObject }),
  };
}
