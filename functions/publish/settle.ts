import { isLive, readHead } from '#functions/store/flow.ts';
import { deleteMachines } from './machine.ts';
import { deleteSchedule, enableSchedule } from './schedule.ts';

/** Brings schedule and state machines to what the table says of the flow. Repeating it does no harm. */
export async function settle(flow: string): Promise<void> {
  const head = await readHead(flow);
  const { schedule, firesFrom } = head?.published ?? {};
  if (head && isLive(head) && schedule) await enableSchedule(flow, schedule, firesFrom);
  else await deleteSchedule(flow);
  if (!head?.published) await deleteMachines(flow);
}
