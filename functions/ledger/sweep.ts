import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { failure } from '#flows/text/failure.ts';
import { client } from '#functions/aws/clients.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import { executionArn } from '#functions/runs/execution-arn.ts';
import { followUp } from '#functions/runs/follow-up.ts';
import { hasBegun } from '#functions/runs/has-begun.ts';
import { turnGate } from '#functions/runs/pass-gate.ts';
import { startExecution } from '#functions/runs/start-execution.ts';
import { dueFollowUps } from '#functions/store/follow-up.ts';
import { holdersOf, keepPlace } from '#functions/store/gate.ts';
import { leaseTime } from '#functions/store/lease.ts';
import {
  dueRuns,
  type GatePlace,
  getRun,
  getRuns,
  isOpen,
  keepSeconds,
  overdueFrom,
  postponeRun,
  queueRun,
  type RunItem,
  takeLease,
  watchRun,
} from '#functions/store/run.ts';
import { settingsAt } from '#functions/store/settings.ts';
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

/**
 * Settles runs of whose end no word came, starts those that wait for their start, and does what hangs on the end of a
 * run. What cannot be done for one run keeps no other from its turn; it is thrown at the end. `now` in milliseconds since
 * 1970.
 */
export async function sweep(now: number): Promise<{ settled: number; started: number }> {
  const [overdue, queued, ended] = await Promise.all([
    dueRuns('running', iso(now - grace)),
    dueRuns('queued', iso(now)),
    dueFollowUps(iso(now - grace)),
  ]);
  const failures: unknown[] = [];
  let started = 0;
  const visit = async (run: string, work: Promise<unknown>) => {
    try {
      if ((await work) === true) started++;
    } catch (error) {
      failures.push(error);
      logLine('WARN', 'sweep', { run, error: (error as Error).name, reason: (error as Error).message });
    }
  };
  for (const run of ended) await visit(run, followUp([run], now));
  for (const run of queued) {
    const { id, gate, granted } = run;
    await visit(id, gate && !granted ? lookAtGate({ ...run, gate }, now) : start(run, now));
  }
  for (const run of overdue) await visit(run.id, run.type === 'STANDARD' ? follow(run, now) : giveUp(run, now));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} runs could not be looked after.`);
  return { settled: overdue.length, started };
}

/**
 * A run that waits at its gate: whoever should have let it through may have died, and so may those who should have left
 * the gate, or written its place.
 */
async function lookAtGate(run: RunItem & { gate: GatePlace }, now: number): Promise<void> {
  const { id, gate } = run;
  await keepPlace(run);
  const held = await holdersOf(gate.id);
  const open = new Set((await getRuns(held)).filter(isOpen).map((holder) => holder.id));
  for (const holder of held) if (!open.has(holder)) await turnGate(gate.id, now, holder);
  await turnGate(gate.id, now);
  await postponeRun(id, now + gatePatience);
}

/** Tells true when the run was started. */
async function start(item: RunItem, now: number): Promise<boolean> {
  if (Date.parse(item.startedAt) + startPatience < now && (item.starts ?? 0) >= startTries) {
    const error = failure('StartFailed', { id: 'notStartedInAnHour' });
    await settle(item.id, { status: 'failed', endedAt: iso(now), error });
    return false;
  }
  const run = await getRun(item.id);
  if (!run || !(await takeLease(item, now, 'byNobody')) || (await hasBegun(run))) return false;
  try {
    await startExecution(run, (await settingsAt(run.startedAt)).env);
  } catch {
    await queueRun(item.id, now);
    return false;
  }
  await watchRun({ ...item, lease: now + leaseTime });
  return true;
}

/** A STANDARD execution can be asked where it stands. */
async function follow(run: RunItem, now: number): Promise<boolean> {
  try {
    const execution = await client('sfn').send(new DescribeExecutionCommand({ executionArn: executionArn(run) }));
    const { status = '', stopDate, output = null, error = null, cause = null } = execution;
    if (status !== 'RUNNING') {
      await statusChanged({ name: run.id, status, stopDate: stopDate ? Number(stopDate) : null, output, error, cause });
      return false;
    }
    if (now < overdueFrom(run) + grace) {
      await watchRun(run);
      return false;
    }
    await timeOut(run, now);
    return false;
  } catch (error) {
    if ((error as Error).name !== 'ExecutionDoesNotExist') throw error;
    if (!isForgotten(run, now)) return start(run, now);
    await timeOut(run, now);
    return false;
  }
}

/**
 * An EXPRESS execution cannot be asked. One that left no trace at all may never have been started, since its claimant,
 * or the sweeper that took over, can die in between: it is started once more, which repeats nothing. Of one that was
 * started for sure the sweeper hears when it is overdue, and not before.
 */
async function giveUp(run: RunItem, now: number): Promise<boolean> {
  const overdue = now >= overdueFrom(run) + grace;
  const begun = (overdue && (run.starts ?? 0) > 0) || isForgotten(run, now) || (await hasBegun(run));
  if (!begun) return start(run, now);
  if (overdue) await timeOut(run, now);
  else await watchRun(run);
  return false;
}

/** Whether records of what a run called may be gone: started once more, it would call everything again. */
function isForgotten({ startedAt }: RunItem, now: number): boolean {
  return Date.parse(startedAt) + keepSeconds * 1000 < now;
}

// First the record: word of the stopped execution must not come before it.
async function timeOut(run: RunItem, now: number): Promise<void> {
  const error = failure('Timeout', { id: 'runOverDeadline', params: { seconds: run.deadline } });
  await settle(run.id, { status: 'timedOut', endedAt: iso(now), error, goesOn: run.type === 'STANDARD' });
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
