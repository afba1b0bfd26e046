import { shownCondition } from '#flows/history/shown-error.ts';
import { listVerdicts } from '#functions/store/verdict.ts';
import type { Handle } from '../door/call.ts';
import { pageOf } from '../door/page.ts';

/** Why flows ran or did not, newest first. */
export const listEvents: Handle<'listEvents'> = async ({ query, language }) => {
  const { flow, event, outcome } = query;
  const page = await listVerdicts({ flow, event, outcome, ...pageOf(query) });
  const items = page.items.map(({ conditions, data, ...verdict }) => ({
    ...verdict,
    ...(event !== undefined && data !== undefined && { data }),
    conditions: conditions.map((condition) => shownCondition(condition, language)),
  }));
  return { ...page, items };
};
