import { allFlows } from '#functions/store/flow.ts';
import { readSettings } from '#functions/store/settings.ts';
import type { Handle } from '../door/call.ts';
import { judgeFirings } from './judge-firing.ts';
import { dateIn, firingsOf } from './show-flow.ts';

const dayTime = 86_400_000;
const usualDays = 7;
const usualLimit = 100;

/** Milliseconds that judging the firings may take; those left are shown as they fire. */
const judgingTime = 2000;

type Firing = Awaited<ReturnType<Handle<'upcoming'>>>['items'][number];

/** What fires next in the whole workspace, soonest first. */
export const upcoming: Handle<'upcoming'> = async ({ query, now }) => {
  const { days = usualDays, limit = usualLimit } = query;
  const until = new Date(now + days * dayTime).toISOString();
  const [flows, settings] = await Promise.all([allFlows(), readSettings()]);
  const judgedUntil = performance.now() + judgingTime;
  const items: Firing[] = [];
  for (const head of flows) {
    const schedule = head.published?.schedule;
    if (!schedule) continue;
    const { timeZone, expression, skipHolidays } = schedule;
    const firings = firingsOf(head, now, limit).filter((at) => at <= until);
    if (firings.length === 0) continue;
    const starts = await judgeFirings(head.id, timeZone, settings, judgedUntil);
    for (const at of firings) {
      const holiday = skipHolidays && settings.holidays.includes(dateIn(Date.parse(at), timeZone));
      const skipped = holiday ? 'holiday' : (await starts(Date.parse(at))) ? undefined : 'condition';
      const when = { at, timeZone, expression, skipsHolidays: skipHolidays };
      items.push({ flow: head.id, name: head.name, ...when, ...(skipped && { skipped }) });
    }
  }
  return { items: items.sort((a, b) => (a.at < b.at ? -1 : 1)).slice(0, limit) };
};
