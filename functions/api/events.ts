import { listVerdicts } from '#functions/store/verdict.ts';
import type { Handle } from './call.ts';
import { pageOf } from './page.ts';

/** Why flows ran or did not, newest first. */
export const listEvents: Handle<'listEvents'> = ({ query }) => {
  const { flow, event, outcome } = query;
  return listVerdicts({ flow, event, outcome, ...pageOf(query) });
};
