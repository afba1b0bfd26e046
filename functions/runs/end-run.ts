import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { failure } from '#flows/text/failure.ts';
import { client } from '#functions/aws/clients.ts';
import { openAwaited } from '#functions/store/awaited-step.ts';
import { removeFollowUp } from '#functions/store/follow-up.ts';
import { leaveLine, turn } from '#functions/store/gate.ts';
import { getRun, isOpen, markStarted, type Run, type RunError } from '#functions/store/run.ts';
import { type RunEnd, settleRun } from '#functions/store/run-end.ts';
import { settingsAt } from '#functions/store/settings.ts';
import { markStopped } from '#functions/store/stopped-runs.ts';
import { removeWait } from '#functions/store/wait.ts';
import { countRuns } from '#functions/store/week.ts';
import { isCallback, tellCallback } from './answer-callback.ts';
import { answerCaller } from './answer-caller.ts';
import { executionArn } from './execution-arn.ts';
import { neverStarts, startExecution } from './start-execution.ts';

/**
 * Milliseconds after the end of a run in which whoever was about to start its execution may still do so: it is looked
 * for once more after that.
 */
const startsLate = 20_000;

/** Writes the end of a run and does what hangs on it; false when it had ended before, or never was. */
export async function endRun(id: string, end: RunEnd): Promise<boolean> {
  const settled = await settleRun(id, end);
  if (settled === 'tied') await followUp(id, Date.now());
  return settled !== false;
}

/**
 * Stops a run: from here on no action of it is called. A call under way may still finish. False when the run had ended
 * before, or never was. `why` when it was no person who stopped it. `now` in milliseconds since 1970.
 */
export async function stopRun(id: string, now: number, why?: RunError): Promise<boolean> {
  const run = await getRun(id);
  if (!run || !isOpen(run)) return false;
  const stopped = await markStopped(id, now, { why, goesOn: run.type === 'STANDARD' });
  if (stopped === 'tied') await followUp(id, now);
  return stopped !== false;
}

/**
 * Does what hangs on the end of a run: an execution that goes on is stopped, flows it called and waits for are stopped,
 * events it waits for are forgotten, a caller that waits for it is answered, and its place at a gate goes to the next.
 * Whoever does it again changes nothing, so that the sweeper repeats what a crash cut off. `now` in milliseconds since
 * 1970.
 */
export async function followUp(id: string, now: number): Promise<void> {
  if (isCallback(id)) return tellCallback(id);
  const run = await getRun(id);
  if (run && isOpen(run)) return;
  if (run) {
    const [awaited, stopped] = await Promise.all([openAwaited(id), stopExecution(run)]);
    await Promise.all([
      answerCaller(run),
      leaveGate(run, now),
      ...awaited.map(async ({ child, wait }) => {
        if (wait) await removeWait(wait);
        if (child !== undefined) await stopRun(child, now);
      }),
    ]);
    if (!stopped && now < Date.parse(run.endedAt ?? run.startedAt) + startsLate) return;
  }
  await removeFollowUp(id);
}

async function leaveGate({ id, gate, granted }: Run, now: number): Promise<void> {
  if (!gate) return;
  if (!granted) await leaveLine(gate);
  await turnGate(gate.id, now, id);
}

/** Lets through a gate whoever may go, after `leaving` has left it, and starts them. `now` in milliseconds since 1970. */
export async function turnGate(gate: string, now: number, leaving?: string): Promise<void> {
  for (let more = true; more; ) {
    const turned = await turn(gate, now, leaving);
    const [stopped] = await Promise.all([
      Promise.all(turned.stop.map((id) => stopRun(id, now, replaced))),
      ...turned.granted.map((id) => startGranted(id, now)),
    ]);
    // Where all that were to be stopped had ended, the next look would see the same: they are about to leave.
    more = turned.more && (turned.granted.length > 0 || stopped.includes(true));
  }
}

const replaced = failure('Replaced', { id: 'runReplaced' });

/** Starts a run that was let through its gate. When that fails it stays queued, and the sweeper tries again. */
export async function startGranted(id: string, now: number): Promise<void> {
  const run = await getRun(id);
  if (run?.status !== 'queued' || !run.granted) return;
  try {
    await startExecution(run, (await settingsAt(run.startedAt)).env);
  } catch (error) {
    const never = neverStarts(error);
    if (never) await endRun(id, { status: 'failed', endedAt: new Date(now).toISOString(), error: never });
    return;
  }
  await markStarted(id, run.deadline, now);
  if (run.type === 'EXPRESS') await countRuns(run.flow, run.startedAt, { succeeded: 1 });
}

// An EXPRESS execution cannot be stopped by anybody; it ends at its next action. False when there is none as yet.
async function stopExecution(run: Run): Promise<boolean> {
  const { type, status, gate, granted } = run;
  const goesOn = status === 'stopped' || status === 'timedOut';
  if (type === 'EXPRESS' || !goesOn || (gate && !granted)) return true;
  const cause = status === 'stopped' ? 'Stopped.' : 'The run is overdue.';
  try {
    await client('sfn').send(new StopExecutionCommand({ executionArn: executionArn(run), cause }));
    return true;
  } catch (error) {
    if ((error as Error).name !== 'ExecutionDoesNotExist') throw error;
    return false;
  }
}
