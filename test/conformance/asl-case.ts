import { DefinitionError } from '#flows/engine/definition/definition-error.ts';
import type { Execution } from '#flows/engine/execution.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { type Invocation, type MachineRun, runMachine, type TaskAnswer } from '#test/support/run-machine.ts';
import { alike } from './alike.ts';
import { compareHistory } from './compare-history.ts';
import { iterationOf } from './iteration-of.ts';
import { skipped } from './unsupported.ts';
import { differs, judged, type Verdict } from './verdict.ts';

interface RecordedCall {
  state: string;
  iteration?: number | number[];
  outcome?: { output: Json } | { error: string; cause?: Json; causeText?: string } | { timedOut: true };
}

/** One recorded execution (asl/*.json). */
export interface AslCase {
  definition: JsonObject;
  input: Json;
  context: { account: string; region: string; stateMachineName: string; executionArn: string; roleArn: string };
  tasks?: { calls?: RecordedCall[]; incomplete?: string };
  expected: { status: string; output: Json; error: Json; cause: Json };
  history: JsonObject[] | null;
  /** What else the machine was given. */
  needs?: string;
}

/** Runs the machine with the answers that its tasks gave, and compares its end and its history. */
export async function playAslCase(recorded: AslCase): Promise<Verdict> {
  if (recorded.tasks?.incomplete) return skipped('incomplete calls');
  if (recorded.needs === 's3') return skipped('objects in S3');
  let run: MachineRun;
  try {
    run = await runMachine(recorded.definition, {
      input: recorded.input,
      context: contextOf(recorded.context),
      tasks: replay(recorded.tasks?.calls ?? []),
    });
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    if (error.unsupported.length > 0) return skipped(...error.unsupported);
    return judged(differs('definition', 'accepted', error.message));
  }
  const { status, output, error, cause } = recorded.expected;
  if (run.status !== status) return judged(differs('status', status, [run.status, run.error, run.cause]));
  if (status === 'SUCCEEDED' && !alike(output, run.output)) return judged(differs('output', output, run.output));
  if ((error ?? undefined) !== run.error) return judged(differs('error', error, run.error));
  const difference = recorded.history ? compareHistory(recorded.history, run.history) : undefined;
  const causeDiffers = sameCause(cause, run.cause) ? undefined : differs('cause', cause, run.cause);
  return { ...judged(difference), ...(causeDiffers !== undefined && { causeDiffers }) };
}

/** Answers by state and iteration, first in, first out; a call recorded without its iteration answers any of them. */
function replay(calls: RecordedCall[]) {
  const left = [...calls];
  return ({ state, task }: Invocation, _count: number, _now: number, execution: Execution): TaskAnswer => {
    const iteration = iterationOf(execution, task).join();
    const index = left.findIndex(
      (call) => call.state === state && (call.iteration === undefined || [call.iteration].flat().join() === iteration),
    );
    const [call] = index < 0 ? [] : left.splice(index, 1);
    const outcome = call?.outcome;
    if (!outcome) return { error: 'NotRecorded', cause: `No call of ${state} is left in the recording.` };
    if ('timedOut' in outcome) return 'silent';
    if ('output' in outcome) return { output: outcome.output };
    const cause =
      outcome.causeText ??
      (typeof outcome.cause === 'object' && outcome.cause !== null ? JSON.stringify(outcome.cause) : outcome.cause);
    return { error: outcome.error, ...(typeof cause === 'string' && { cause }) };
  };
}

/** A cause recorded as an object is text that holds JSON. */
function sameCause(recorded: Json, actual: string | undefined): boolean {
  if (recorded === null) return actual === undefined;
  if (typeof recorded !== 'object') return alike(recorded, actual);
  try {
    return alike(recorded, JSON.parse(actual ?? '') as Json);
  } catch {
    return false;
  }
}

function contextOf({ account, region, stateMachineName, executionArn, roleArn }: AslCase['context']) {
  const id = `arn:aws:states:${region}:${account}:stateMachine:${stateMachineName}`;
  return {
    Execution: {
      Id: executionArn,
      Name: executionArn.split(':').at(-1)!,
      RoleArn: roleArn,
      StartTime: '2026-05-01T12:00:00.000Z',
      RedriveCount: 0,
    },
    StateMachine: { Id: id, Name: stateMachineName },
  };
}
