import { judgeFilter } from '#flows/compiler/trigger/verdict.ts';
import type { Evaluate } from '#flows/expression/host.ts';
import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import { answerStep, type StepAnswer } from '#functions/store/awaited-step.ts';
import type { Verdict } from '#functions/store/verdict.ts';
import { getWait, removeWait, type Wait, waitKey, waitsFor } from '#functions/store/wait.ts';
import { answerToken } from './answer-token.ts';
import { judgingWork, shownConditions } from './judge-event.ts';
import { evaluatorOf } from './workshop.ts';

/**
 * Answers every run that waits for this event, and returns a verdict for each; an event that comes again answers nobody
 * twice. `now` in milliseconds since 1970.
 */
export async function answerWaits(
  key: string,
  event: EventEnvelope,
  now: number,
  evaluators: (flow: string) => Evaluate = evaluatorOf,
): Promise<Verdict[]> {
  const waits = await waitsFor(key);
  const verdicts = await Promise.all(waits.map((wait) => offer(wait, event, now, evaluators(wait.flow))));
  return verdicts.filter((verdict) => verdict !== undefined);
}

async function offer(wait: Wait, event: EventEnvelope, now: number, evaluate: Evaluate): Promise<Verdict | undefined> {
  if (wait.until !== undefined && wait.until <= now) return undefined;
  const { result, conditions } = await matches(wait, event, evaluate);
  if (!result) return undefined;
  const at = new Date(now).toISOString();
  // What stands is told again: whoever wrote it may have died before he told the run.
  const stands = await answerStep(wait, { output: event.data }, event.id, at);
  if (stands) await tell(wait, stands.answer);
  await removeWait(waitKey(wait));
  if (!stands?.mine) return undefined;
  const { flow, version, run } = wait;
  return { event: event.id, trigger: event.type, flow, version, outcome: 'answered', run, at, conditions };
}

/** A step that is asked again waits under a newer token, since this wait was read. */
async function tell(wait: Wait, answer: StepAnswer): Promise<void> {
  if (await answerToken(wait.token, wait.step, answer)) return;
  const newer = await getWait(waitKey(wait));
  if (newer && newer.token !== wait.token) await tell(newer, answer);
}

async function matches({ match, bindings }: Wait, event: EventEnvelope, evaluate: Evaluate) {
  if (match === undefined) return { result: true, conditions: [] };
  const context = { now: Date.parse(event.time), random: Math.random, allowance: { spent: 0, most: judgingWork } };
  const { result, conditions } = await judgeFilter(match, { ...bindings, event: event.data }, (source, variables) =>
    evaluate(source, variables, context),
  );
  return { result, conditions: shownConditions(conditions) };
}
