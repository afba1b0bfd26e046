import { z } from 'zod';
import { defineTrigger } from '#flows/connectors/define-connector.ts';

/** The clock: a cron pattern, an interval or one moment. Their syntax is checked by the compiler, which knows positions. */
export const schedule = defineTrigger({
  kind: 'schedule',
  connection: 'none',
  input: z.strictObject({
    /** Five fields, Sunday is 0: `30 8 * * 1-5`. */
    cron: z.string().optional(),
    /** Duration of at least a minute: `15m`. */
    every: z.string().optional(),
    /** Local date and time: `2026-12-24T09:00:00`. */
    at: z.string().optional(),
    /** IANA name; absent: the workspace's. */
    timeZone: z.string().optional(),
    /** What happens to a firing that nothing could take: `once` makes up for the latest one. */
    missed: z.enum(['once', 'skip']).default('once'),
    /** Duration in which the firing may be spread. */
    window: z.string().optional(),
    /** `skip`: no run on the workspace's holidays. */
    holidays: z.enum(['run', 'skip']).default('run'),
  }),
  output: z.object({
    scheduledAt: z.iso.datetime(),
    localDate: z.iso.date(),
    localTime: z.string(),
    timeZone: z.string(),
  }),
  sample: {
    scheduledAt: '2026-11-23T08:00:00Z',
    localDate: '2026-11-23',
    localTime: '09:00',
    timeZone: 'Europe/Berlin',
  },
});
