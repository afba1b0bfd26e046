import { createHash } from 'node:crypto';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { callActs } from '#flows/compiler/acting-steps.ts';
import type { TaskPayload } from '#flows/compiler/task-payload.ts';
import { calls } from '#flows/connectors/calls.generated.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { operationOf } from '#flows/connectors/operation-of.ts';
import { shownError } from '#flows/history/shown-error.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { Json } from '#flows/language/json.ts';
import type { ActionStep } from '#flows/language/steps/action.ts';
import type { Failure } from '#flows/text/failure.ts';
import { openedConnection } from '#functions/connectors/call/allowed-connection.ts';
import { callOnce } from '#functions/connectors/call/call-once.ts';
import { outputLimit } from '#functions/connectors/call/carried-output.ts';
import { type Host, hostOf } from '#functions/connectors/call/host.ts';
import { TaskFailure } from '#functions/connectors/call/task-error.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import { hideCallbacks } from '#functions/middleware/redact.ts';
import { getEffects } from '#functions/store/effect.ts';
import { type FlowText, readFlow } from '#functions/store/flow.ts';
import { readWholeOutput, type WholeOutput } from '#functions/store/whole-output.ts';
import type { Handle } from '../door/call.ts';
import { savedMeanwhile } from './saved-meanwhile.ts';

/** Milliseconds that a step may take, whatever it says itself: whoever asks is waiting. */
const patience = 20_000;

/**
 * Makes the call of a draft's action once, under a key of its own, so that it is recorded like those of runs and never
 * taken for one of them. What the vendor refuses is an answer.
 */
export const testStep: Handle<'testStep'> = async ({ params, body, caller, language }) => {
  const { id } = params;
  const { step, draft } = await actionOf(id, params.step, body.revision);
  const [connector = '', name = ''] = step.use.split('.');
  const action = operationOf(catalogue, step.use, 'actions');
  const run = action && calls[connector]?.actions[name];
  if (!action || !run) throw new AppError(409, 'notTestable', { params: { step: step.id } });
  if (!body.agreed && callActs(step.use, body.input, () => action.effects)) {
    throw new AppError(409, 'testActs', { params: { step: step.id } });
  }
  const payload: TaskPayload & { testedBy: string } = {
    run: runOf([id, body.key, step.id, step.use, step.connection ?? '', JSON.stringify(body.input)]),
    flow: id,
    version: 0,
    step: step.id,
    path: step.id,
    operation: step.use,
    contract: catalogue[connector]!.version,
    ...(step.connection !== undefined && { connection: step.connection }),
    attempt: 0,
    timeout: Math.min(patience, typeof step.timeout === 'number' ? step.timeout * 1000 : patience),
    input: body.input,
    testedBy: caller.name,
  };
  logLine('INFO', 'stepTested', { flow: id, step: step.id, operation: step.use, by: caller.name });
  const startedAt = new Date().toISOString();
  const outcome = await outcomeOf(async () => {
    const host = hostOfConnector(connector);
    const settings = await host.configured();
    const connection = await openedConnection(payload, action, host.connector, settings);
    const texts = { version: async () => draft };
    return answered(payload.run, await callOnce(host, payload, { action, run, ...connection }, texts, {}));
  });
  const times = { startedAt, endedAt: new Date().toISOString() };
  if ('output' in outcome) return { status: 'succeeded', ...times, ...outcome };
  return { status: 'failed', ...times, error: shownError(outcome.error, language) };
};

/** The action of that id in the saved text, and the text; AppError when it was saved anew, or there is no such action. */
async function actionOf(
  id: string,
  step: string,
  revision: number,
): Promise<{ step: ActionStep; draft: Pick<FlowText, 'source' | 'format'> }> {
  const found = await readFlow(id);
  if (!found) throw new AppError(404, 'noFlow', { params: { id } });
  const { head, text } = found;
  if (head.revision !== revision) throw savedMeanwhile(head, revision);
  // A step that cannot be read hides none of the others.
  const { readable } = parseFlow(text.source, text.format);
  const tested = eachStep(readable?.flow.steps ?? []).find((each) => each.id === step);
  if (tested?.kind !== 'action') throw new AppError(404, 'noActionStep', { params: { id, step } });
  return { step: tested, draft: text };
}

interface Answered {
  output: Json;
  /** Of what the output is a part. */
  whole?: Pick<WholeOutput, 'bytes' | 'beginning'>;
}

/**
 * The output as it came where it is small enough for a step: its fields are still to be chosen from. Of a larger one what
 * the draft reads.
 */
async function answered(run: string, carried: Json): Promise<Answered> {
  const whole = (await getEffects(run))[0]?.whole;
  if (!whole) return { output: carried };
  const text = whole.bytes > outputLimit ? undefined : await readWholeOutput(run, whole);
  if (text !== undefined) return { output: JSON.parse(hideCallbacks(text)) };
  return { output: carried, whole: { bytes: whole.bytes, beginning: whole.beginning } };
}

/** A test is no run: its id begins otherwise, and no list shows it. */
function runOf(parts: readonly string[]): string {
  return `t${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)}`;
}

const hosts = new Map<string, Host>();

function hostOfConnector(id: string): Host {
  const host = hosts.get(id) ?? hostOf(catalogue[id]!, calls[id]!);
  hosts.set(id, host);
  return host;
}

async function outcomeOf(call: () => Promise<Answered>): Promise<Answered | { error: Failure }> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof TaskFailure || error instanceof ConnectorError) return { error: error.failure };
    throw error;
  }
}
