import { momentIn, namedMoment } from '#flows/language/moment-in.ts';
import type { Client } from '#functions/contract/client.ts';

/** How times are told to people: in the time zone of the workspace, which is named. */
export interface WorkspaceClock {
  timeZone: string;
  /** `2026-11-27 17:00:00`, for a table whose head names the zone. */
  short(iso: string): string;
  /** `2026-11-27 17:00:00 Asia/Shanghai`; with what clocks of another zone show behind it, where that is another. */
  tell(iso: string, other?: string): string;
}

/** The clock of the workspace on the server. */
export async function workspaceClock(api: Client): Promise<WorkspaceClock> {
  const { timeZone } = await api.getSettings();
  return {
    timeZone,
    short: (iso) => momentIn(iso, timeZone),
    tell(iso, other = timeZone) {
      const own = namedMoment(iso, timeZone);
      return other === timeZone ? own : `${own} (${namedMoment(iso, other)})`;
    },
  };
}
