import { z } from 'zod';
import { anyJson } from './any-json.ts';
import { route } from './route.ts';

export const settings = z.object({
  /** IANA name; schedules without a time zone of their own use it. */
  timeZone: z.string().max(64),
  /** Days without work, and without scheduled runs for flows that skip holidays, `2026-12-25`. */
  holidays: z.array(z.iso.date()).max(2000),
  /** Saturdays and Sundays on which work is done, `2026-10-10`. */
  makeUpDays: z.array(z.iso.date()).max(2000),
  /** What flows see as `$env`; not for secrets. */
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'variableName'), z.string().max(4096)),
});

/** Settings as somebody may see them: a viewer gets the names of `env`, without what they stand for. */
const shownSettings = settings.extend({
  env: z.record(z.string(), z.string().nullable()).describe('null instead of a value: only editors see those'),
  revision: z.number().int(),
});

export const systemRoutes = {
  getSettings: route({
    id: 'getSettings',
    method: 'GET',
    path: '/api/settings',
    role: 'viewer',
    summary: 'Settings of the workspace',
    response: shownSettings,
  }),
  saveSettings: route({
    id: 'saveSettings',
    method: 'PUT',
    path: '/api/settings',
    role: 'admin',
    summary: 'Change the settings; 409 when `revision` is not the latest',
    body: settings.extend({ makeUpDays: settings.shape.makeUpDays.optional(), revision: z.number().int() }),
    response: shownSettings,
  }),
  health: route({
    id: 'health',
    method: 'GET',
    path: '/api/health',
    role: 'public',
    summary: 'Answers once the server is ready',
    response: z.object({ status: z.literal('ok') }),
  }),
  openapi: route({
    id: 'openapi',
    method: 'GET',
    path: '/api/openapi.json',
    role: 'viewer',
    summary: 'This description',
    response: anyJson,
  }),
};
