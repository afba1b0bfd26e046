import { readSettings, type Settings, writeSettings } from '#functions/store/settings.ts';
import { ApiError } from './api-error.ts';
import type { Handle } from './call.ts';
import { followTimeZone } from './follow-time-zone.ts';

/** Settings of the workspace. */
export const getSettings: Handle<'getSettings'> = async () => shown(await readSettings());

/** Changes the settings unless somebody else did since; schedules without a time zone of their own follow. */
export const saveSettings: Handle<'saveSettings'> = async ({ body, caller, now }) => {
  if (!isTimeZone(body.timeZone)) {
    throw new ApiError(400, 'badTimeZone', { params: { timeZone: body.timeZone }, field: 'body.timeZone' });
  }
  const before = await readSettings();
  const next: Settings = {
    timeZone: body.timeZone,
    holidays: [...new Set(body.holidays)].sort(),
    env: body.env,
    revision: body.revision + 1,
    updatedAt: new Date(now).toISOString(),
    updatedBy: caller.name,
  };
  if (!(await writeSettings(next))) {
    const { revision, updatedAt, updatedBy } = await readSettings();
    const params = { by: updatedBy, at: updatedAt, latest: revision, revision: body.revision };
    throw new ApiError(409, 'settingsSaved', { params });
  }
  if (before.timeZone !== next.timeZone) await followTimeZone(caller.name, now);
  return shown(next);
};

function shown({ timeZone, holidays, env, revision }: Settings) {
  return { timeZone, holidays, env, revision };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
