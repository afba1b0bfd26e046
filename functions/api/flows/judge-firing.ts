import { judgeEvent } from '#functions/runs/judge-event.ts';
import { withLocalTime } from '#functions/runs/schedule-data.ts';
import type { Settings } from '#functions/store/settings.ts';
import { subscriptionOfFlow } from '#functions/store/subscription.ts';

/**
 * Returns a function that tells whether a firing of the flow's published schedule at a moment (milliseconds since 1970)
 * will start a run, as dispatch will judge it: all that its conditions read of a firing is known before. True too once
 * `until` (of performance.now()) is past, and where the condition fails to give an answer now.
 */
export async function judgeFirings(flow: string, timeZone: string, settings: Settings, until: number) {
  const subscription = await subscriptionOfFlow(flow);
  return async (at: number): Promise<boolean> => {
    if (subscription?.filter === undefined || performance.now() > until) return true;
    const time = new Date(at).toISOString();
    const data = { scheduledAt: time, timeZone };
    const event = {
      id: `core:${flow}:${time}`,
      source: 'core',
      type: 'core.schedule',
      time,
      connection: null,
      flow,
      data,
    };
    try {
      const { starts, reason } = await judgeEvent({ ...subscription, state: 'on' }, withLocalTime(event), settings);
      return starts || reason === 'holiday';
    } catch {
      return true;
    }
  };
}
