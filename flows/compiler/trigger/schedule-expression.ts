import { parseDuration } from '#flows/language/duration.ts';
import { awsCron } from './cron.ts';

/** When a schedule fires, as its author wrote it: one of the three. */
export interface WrittenTime {
  cron?: string | undefined;
  every?: string | undefined;
  at?: string | undefined;
}

/** A schedule that passed the checks in the words of EventBridge Scheduler: `cron(...)`, `rate(...)` or `at(...)`. */
export function scheduleExpression({ cron, every, at }: WrittenTime): string {
  if (cron !== undefined) return awsCron(cron);
  return every === undefined ? `at(${at})` : awsRate(every);
}

function awsRate(every: string): string {
  const seconds = parseDuration(every) ?? 0;
  const units = { day: 86_400, hour: 3_600, minute: 60 };
  const [unit, size] = Object.entries(units).find(([, each]) => seconds % each === 0) ?? ['minute', 60];
  const count = seconds / size;
  return `rate(${count} ${unit}${count === 1 ? '' : 's'})`;
}
