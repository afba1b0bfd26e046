import { allFlows } from '#functions/store/flow.ts';
import { readSettings } from '#functions/store/settings.ts';
import type { Handle } from './call.ts';
import { dateIn, firingsOf } from './show-flow.ts';

const dayTime = 86_400_000;
const usualDays = 7;
const usualLimit = 100;

/** What fires next in the whole workspace, soonest first. */
export const upcoming: Handle<'upcoming'> = async ({ query, now }) => {
  const { days = usualDays, limit = usualLimit } = query;
  const until = new Date(now + days * dayTime).toISOString();
  const [flows, { holidays }] = await Promise.all([allFlows(), readSettings()]);
  const items = flows.flatMap((head) => {
    const schedule = head.published?.schedule;
    if (!schedule) return [];
    const { timeZone, expression, skipHolidays } = schedule;
    return firingsOf(head, now, limit)
      .filter((at) => at <= until)
      .map((at) => {
        const skipped = skipHolidays && holidays.includes(dateIn(Date.parse(at), timeZone));
        return { flow: head.id, name: head.name, at, timeZone, expression, ...(skipped && { skipped: 'holiday' }) };
      });
  });
  return { items: items.sort((a, b) => (a.at < b.at ? -1 : 1)).slice(0, limit) };
};
