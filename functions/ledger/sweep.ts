import { DescribeExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { client } from '#functions/aws/clients.ts';
import { followUp, turnGate } from '#functions/runs/end-run.ts';
import { executionArn } from '#functions/runs/execution-arn.ts';
import { startExecution } from '#functions/runs/start-execution.ts';
import { getEffects } from '#functions/store/effect.ts';
import { dueFollowUps } from '#functions/store/follow-up.ts';
import {
  dueRuns,
  getRun,
  overdueFrom,
  postponeRun,
  queueRun,
  type RunItem,
  takeLease,
  watchRun,
} from '#functions/store/run.ts';
import { readSettings } from '#functions/store/settings.ts';
import { settle } from './settle.ts';
import { statusChanged } from './status-change.ts';

/** Milliseconds after a run's deadline for which word of its end is awaited. */
const grace = 30_000;

/**
 * A run that cannot be started is given up after so many milliseconds and so many tries: an hour in which nothing ran
 * is not the run's fault.
 */
const startPatience = 3_600_000;
const startTries = 10;

/** Milliseconds after which the gate of a waiting run is looked at again. */
const gatePatience = 600_000;

/** Settles runs of whose end no word came, and starts those that wait for their start. `now` in milliseconds since 1970. */
export async function sweep(now: number): Promise<{ settled: number; started: number }> {
  const [overdue, queued, ended] = await Promise.all([
    dueRuns('running', iso(now - grace)),
    dueRuns('queued', iso(now)),
    dueFollowUps(iso(now - grace)),
  ]);
  for (const run of ended) await followUp(run, now);
  let started = 0;
  for (const run of queued) if (await (run.gate && !run.granted ? letThrough(run, now) : start(run, now))) started++;
  for (const run of overdue) {
    if (run.type === 'STANDARD' ? await follow(run, now) : await giveUp(run, now)) started++;
  }
  return { settled: overdue.length, started };
}

/** A run that waits at its gate: whoever should have let it through may have died. It tells false. */
async function letThrough({ id, gate }: RunItem, now: number): Promise<boolean> {
  if (gate) await turnGate(gate.id, now);
  await postponeRun(id, now + gatePatience);
  return false;
}

/** Tells true when the run was started. */
async function start(item: RunItem, now: number): Promise<boolean> {
  if (Date.parse(item.startedAt) + startPatience < now && (item.starts ?? 0) >= startTries) {
    const error = { code: 'StartFailed', message: 'The run could not be started within an hour.' };
    await settle(item.id, { status: 'failed', endedAt: iso(now), error });
    return false;
  }
  const run = await getRun(item.id);
  if (!run || !(await takeLease(item, now))) return false;
  try {
    await startExecution(run, (await readSettings()).env);
    return true;
  } catch {
    await queueRun(item.id, now);
    return false;
  }
}

/** A STANDARD execution can be asked where it stands. */
async function follow(run: RunItem, now: number): Promise<boolean> {
  const arn = executionArn(run);
  try {
    const execution = await client('sfn').send(new DescribeExecutionCommand({ executionArn: arn }));
    const { status = '', stopDate, output = null, error = null, cause = null } = execution;
    if (status !== 'RUNNING') {
      await statusChanged({ name: run.id, status, stopDate: stopDate ? Number(stopDate) : null, output, error, cause });
      return false;
    }
    if (now < overdueFrom(run)) {
      await watchRun(run);
      return false;
    }
    // First the record: word of the stopped execution must not come before it.
    await timeOut(run, now);
    await client('sfn').send(new StopExecutionCommand({ executionArn: arn, cause: 'The run is overdue.' }));
    return false;
  } catch (error) {
    if ((error as Error).name !== 'ExecutionDoesNotExist') throw error;
    return start(run, now);
  }
}

/**
 * An EXPRESS execution cannot be asked. One that left no trace at all may never have been started, since its claimant
 * can die in between: it is started once more, which repeats nothing.
 */
async function giveUp(run: RunItem, now: number): Promise<boolean> {
  if ((run.starts ?? 0) === 0 && (await getEffects(run.id)).length === 0) return start(run, now);
  if (now < overdueFrom(run)) await watchRun(run);
  else await timeOut(run, now);
  return false;
}

async function timeOut(run: RunItem, now: number): Promise<void> {
  const error = { code: 'Timeout', message: `The run took longer than the ${run.deadline} seconds it may.` };
  await settle(run.id, { status: 'timedOut', endedAt: iso(now), error });
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
