import { type JudgedCondition, judge } from '#flows/compiler/trigger/verdict.ts';
import type { Evaluate } from '#flows/expression/host.ts';
import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { hideByName } from '#functions/middleware/redact.ts';
import type { Settings } from '#functions/store/settings.ts';
import type { Subscription } from '#functions/store/subscription.ts';
import { evaluatorOf } from './workshop.ts';

/** Whether an event starts a run of a flow. `reason` when it is not a condition that said no. */
export interface EventJudgement {
  starts: boolean;
  reason?: 'paused' | 'holiday';
  conditions: JudgedCondition[];
}

/** Units of work (expression/budget.ts) that judging one event for one flow may take. */
export const judgingWork = 400_000;

/** Conditions and characters of their values that a verdict keeps. */
const keptConditions = 50;
const keptCharacters = 200;

/** Characters of an event that a verdict keeps. */
const keptData = 8192;

/** Bytes of all of them, so that a run with its event and its output stays below an item's 400 KB. */
const keptBytes = 20_000;

/** Judges an event for one subscribed flow; values in the conditions are shortened, secrets in them hidden. */
export async function judgeEvent(
  subscription: Subscription,
  event: EventEnvelope,
  settings: Settings,
  evaluate: Evaluate = evaluatorOf(subscription.flow),
): Promise<EventJudgement> {
  if (subscription.state === 'paused') return { starts: false, reason: 'paused', conditions: [] };
  if (subscription.skipHolidays && settings.holidays.includes(localDate(event.data))) {
    return { starts: false, reason: 'holiday', conditions: [] };
  }
  if (subscription.filter === undefined) return { starts: true, conditions: [] };
  const allowance = { spent: 0, most: judgingWork };
  const context = { now: Date.parse(event.time), random: Math.random, allowance };
  const evaluated = (source: string, bindings: Readonly<Record<string, unknown>>) =>
    evaluate(source, bindings, context);
  const { result, conditions } = await judge(subscription.filter, event.data, settings.env, event.time, evaluated);
  return { starts: result, conditions: shownConditions(conditions) };
}

/** Conditions as verdicts keep them: not too many, values shortened, secrets hidden. */
export function shownConditions(conditions: JudgedCondition[]): JudgedCondition[] {
  let bytes = 0;
  const kept = conditions.slice(0, keptConditions).map(shortenedCondition);
  return kept.filter((condition) => {
    bytes += Buffer.byteLength(JSON.stringify(condition));
    return bytes <= keptBytes;
  });
}

/** What happened, as verdicts keep it: secrets hidden, and only the beginning of what is long. */
export function shownData(data: Json): Json {
  const seen = shortened(hideByName(data));
  const text = JSON.stringify(seen);
  return text.length <= keptData ? seen : `${text.slice(0, keptData)}…`;
}

function localDate(data: Json): string {
  return String((data as JsonObject | null)?.localDate);
}

function shortenedCondition(condition: JudgedCondition): JudgedCondition {
  const { left, right } = condition;
  return {
    ...condition,
    ...(left !== undefined && { left: short(hideByName(left)) }),
    ...(right !== undefined && { right: short(hideByName(right)) }),
  };
}

function shortened(value: Json): Json {
  if (Array.isArray(value)) return value.map(shortened);
  if (value === null || typeof value !== 'object') return short(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shortened(inner)]));
}

function short(value: Json): Json {
  if (typeof value === 'string') return value.length <= keptCharacters ? value : `${value.slice(0, keptCharacters)}…`;
  if (value === null || typeof value !== 'object') return value;
  const text = JSON.stringify(value);
  return text.length <= keptCharacters ? value : `${text.slice(0, keptCharacters)}…`;
}
