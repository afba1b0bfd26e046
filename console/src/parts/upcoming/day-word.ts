import type { App } from '../../app/app.svelte.ts';

/** "today", "tomorrow", or the short date of a time in the workspace's time zone. */
export function dayWord(app: App, iso: string, now: number): string {
  const days = app.format.daysAway(iso, now);
  if (days === 0) return app.t('day.today');
  return days === 1 ? app.t('day.tomorrow') : app.format.shortDay(iso);
}
