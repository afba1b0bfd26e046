import type { Answer } from '../../api/client.ts';
import type { Formats } from '../../i18n/formats.ts';

export type Firing = Answer<'upcoming'>['items'][number];

/** Firings grouped by their calendar day in the workspace's time zone, in the order they come. */
export function byDay(firings: Firing[], format: Formats): { day: string; firings: Firing[] }[] {
  const days = Map.groupBy(firings, (firing) => format.isoDay(Date.parse(firing.at)));
  return [...days].map(([day, ofDay]) => ({ day, firings: ofDay }));
}
