import { scheduleTimes } from '#flows/language/schedule-times.ts';
import { skipped } from './unsupported.ts';
import { differs, judged, type Verdict } from './verdict.ts';

/** A schedule expression and whether AWS took it (schedule/*.json). */
export interface ScheduleCase {
  api: 'events:PutRule' | 'scheduler:CreateSchedule';
  expression: string;
  eventBus?: string;
  expected: 'valid' | 'invalid';
}

/** Whether the expression has a meaning. Rates mean the same to EventBridge's rules and to its Scheduler. */
export function playScheduleCase({ api, expression, eventBus, expected }: ScheduleCase): Verdict {
  if (api === 'events:PutRule' && (eventBus !== undefined || expression.startsWith('cron('))) {
    return skipped('rules on a schedule');
  }
  const verdict = scheduleTimes(expression, 'UTC', 0) ? 'valid' : 'invalid';
  return judged(verdict === expected ? undefined : differs(expression, expected, verdict));
}
