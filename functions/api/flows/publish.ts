import { AppError } from '#functions/middleware/app-error.ts';
import { shownProblem } from '#functions/middleware/shown-problem.ts';
import { FlowBusy } from '#functions/publish/intent.ts';
import { MachineEnding } from '#functions/publish/machine.ts';
import { setPaused } from '#functions/publish/pause.ts';
import { publish } from '#functions/publish/publish.ts';
import { rotateHook } from '#functions/publish/rotate-hook.ts';
import { deleteFlow as removeFlow, unpublish } from '#functions/publish/withdraw.ts';
import { type FlowHead, isLive, keepJudgement, readFlow, readHead } from '#functions/store/flow.ts';
import { readSettings } from '#functions/store/settings.ts';
import type { Call, Handle } from '../door/call.ts';
import { compiler } from './compile-text.ts';
import { hookOfFlow } from './hook-address.ts';
import { savedMeanwhile } from './saved-meanwhile.ts';
import { countProblems, hooksOf, nextRuns, showDetail } from './show-flow.ts';

/** Publishes the saved text. */
export const publishFlow: Handle<'publishFlow'> = async ({ params, body, caller, language, now }) => {
  const { id } = params;
  const flow = await readFlow(id);
  if (!flow) throw new AppError(404, 'noFlow', { params });
  const { head, text } = flow;
  if (body.revision !== undefined && body.revision !== head.revision) throw savedMeanwhile(head, body.revision);
  const { compiled, problems } = await (await compiler())(text);
  if (!compiled) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    const first = errors[0] ? shownProblem(errors[0], language).message : '-';
    throw new AppError(422, 'flowHasErrors', { params: { count: errors.length, first }, problems });
  }
  await keepJudgement(head, { problems: countProblems(problems), cost: compiled.cost });
  const { version, changed } = await refuseInWords(() => publish({ head, text, compiled, by: caller.name, now }));
  const after = (await readHead(id)) ?? head;
  return {
    id,
    version,
    revision: head.revision,
    changed,
    hooks: await hooksOf(after),
    findings: problems.map((problem) => shownProblem(problem, language)),
    ...(await nextRuns(after, now, await readSettings())),
  };
};

/** Takes the flow off. */
export const unpublishFlow: Handle<'unpublishFlow'> = async (call) => {
  const head = await requireFlow(call.params.id);
  if (isLive(head)) await refuseInWords(() => unpublish(head.id, call.caller.name, call.now));
  return showChanged(call);
};

/** Lets the flow take no events until it is resumed. */
export const pauseFlow: Handle<'pauseFlow'> = (call) => setFlowState(call, 'paused');

/** Lets the flow take events again. */
export const resumeFlow: Handle<'resumeFlow'> = (call) => setFlowState(call, 'on');

/** Deletes the flow; its runs under way finish. */
export const deleteFlow: Handle<'deleteFlow'> = async ({ params, caller, now }) => {
  await requireFlow(params.id);
  await refuseInWords(() => removeFlow(params.id, caller.name, now));
};

/** Gives the flow a new address of its own. */
export const rotateFlowHook: Handle<'rotateFlowHook'> = async ({ params }) => {
  const { id } = await requireFlow(params.id);
  const key = await rotateHook(id);
  if (key === undefined) throw new AppError(409, 'noFlowHook', { params });
  return hookOfFlow(key);
};

async function setFlowState(call: Call<'pauseFlow' | 'resumeFlow'>, state: 'on' | 'paused') {
  const { id } = await requireFlow(call.params.id);
  if (!(await setPaused(id, state))) throw new AppError(409, 'notOn', { params: { id } });
  return showChanged(call);
}

async function showChanged(call: Call<'pauseFlow' | 'resumeFlow' | 'unpublishFlow'>) {
  const { params } = call;
  const flow = await readFlow(params.id);
  if (!flow) throw new AppError(404, 'noFlow', { params });
  return showDetail(flow, call);
}

async function requireFlow(id: string): Promise<FlowHead> {
  const head = await readHead(id);
  if (!head) throw new AppError(404, 'noFlow', { params: { id } });
  return head;
}

/** Tells a person what kept a flow from changing. */
async function refuseInWords<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (error instanceof FlowBusy) {
      const { by, at } = error.intent;
      throw new AppError(409, 'publishUnderWay', { params: { by, at }, cause: error });
    }
    if (error instanceof MachineEnding) throw new AppError(409, 'machineEnding', { cause: error });
    if (isRefusal(error)) {
      throw new AppError(502, 'publishFailed', { params: { reason: error.message }, cause: error });
    }
    throw error;
  }
}

// The SDK marks what the service says is the caller's fault: a definition, role or schedule that it does not take.
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && '$fault' in error && error.$fault === 'client';
}
