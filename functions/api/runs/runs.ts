import { AppError } from '#functions/middleware/app-error.ts';
import { hideCallbacks } from '#functions/middleware/redact.ts';
import { stopRun as stop } from '#functions/runs/end-run.ts';
import { startManualRun } from '#functions/runs/start-manual-run.ts';
import { getEffect } from '#functions/store/effect.ts';
import { getLoop } from '#functions/store/loop.ts';
import { type Run, getRun as readRun } from '#functions/store/run.ts';
import { noteRepetition } from '#functions/store/run-end.ts';
import { listRuns as runsOf } from '#functions/store/run-list.ts';
import { readWholeOutput } from '#functions/store/whole-output.ts';
import type { Handle } from '../door/call.ts';
import { pageOf } from '../door/page.ts';
import { startable } from '../flows/startable.ts';
import { showRounds, showRun, showRunSummary } from './show-run.ts';

/** Runs, newest first. */
export const listRuns: Handle<'listRuns'> = async ({ query, language }) => {
  const { flow, status, from, to } = query;
  const page = await runsOf({ flow, status, handled: query.handled === 'true', from, to, ...pageOf(query) });
  return { ...page, items: page.items.map((run) => showRunSummary(run, language)) };
};

/** One run with every step. */
export const getRun: Handle<'getRun'> = async ({ params, language, now }) =>
  showRun(await requireRun(params.id), language, now);

/** Characters of a part: written as JSON once more they stay below the 6 MB that a function may answer. */
const partLength = 1_000_000;

/** The answer of a step that was too large to go on, part by part. */
export const getStepOutput: Handle<'getStepOutput'> = async ({ params: { id }, query: { path, from } }) => {
  const whole = (await getEffect(id, path))?.whole ?? (await getLoop(id, path))?.whole;
  const kept = whole && (await readWholeOutput(id, whole));
  if (kept === undefined) throw new AppError(404, 'noStepOutput', { params: { id, path } });
  // Before it is cut: no part shows the half of a signature.
  const text = hideCallbacks(kept);
  const end = from + partLength;
  return { text: text.slice(from, end), ...(end < text.length && { next: end }) };
};

/** Steps of some rounds of a loop. */
export const getRounds: Handle<'getRounds'> = async ({ params: { id }, query, language, now }) => {
  const told = await showRounds(await requireRun(id), language, now, query);
  if (!told) throw new AppError(404, 'noRounds', { params: { id, path: query.path } });
  return told;
};

/** Stops a run. */
export const stopRun: Handle<'stopRun'> = async ({ params, language, now }) => {
  const { id } = await requireRun(params.id);
  if (!(await stop(id, now))) throw new AppError(409, 'runEnded');
  return showRun(await requireRun(id), language, now);
};

/** Starts a new run of the published version with the same event. */
export const runAgain: Handle<'runAgain'> = async ({ params, now }) => {
  const { id, flow, data, trigger, connection } = await requireRun(params.id);
  const cause = { causedBy: id, trigger, ...(connection !== undefined && { connection }) };
  return startable(flow, async () => {
    const run = await startManualRun(flow, data, now, cause);
    if (run !== undefined) await noteRepetition(id, run);
    return run;
  });
};

/** Starts new runs for a page of those that fit the filter, oldest first. */
export const runAllAgain: Handle<'runAllAgain'> = async ({ body, now }) => {
  const { flow, status, from, to } = body;
  const page = await runsOf({ flow, status, from, to, ...pageOf(body) });
  const oldestFirst = page.items.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  let count = 0;
  for (const { id } of oldestFirst) if (await startedAgain(id, now)) count++;
  return { count, skipped: page.items.length - count, ...(page.next !== undefined && { next: page.next }) };
};

/** Whether the run was repeated now; one that was repeated before, alone or with others, is left alone. */
async function startedAgain(id: string, now: number): Promise<boolean> {
  const { flow, data, trigger, connection, repeatedBy } = await requireRun(id);
  if (repeatedBy !== undefined) return false;
  const cause = { causedBy: id, trigger, once: `again-${id}`, ...(connection !== undefined && { connection }) };
  try {
    const run = await startManualRun(flow, data, now, cause);
    if (run !== undefined) await noteRepetition(id, run);
    return run !== undefined;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

async function requireRun(id: string): Promise<Run> {
  const run = await readRun(id);
  if (!run) throw new AppError(404, 'noRun', { params: { id } });
  return run;
}
