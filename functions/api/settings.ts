import { isDeepStrictEqual } from 'node:util';
import { isTimeZone } from '#flows/language/time-zone.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { readSettings, type Settings, writeSettings } from '#functions/store/settings.ts';
import { isAtLeast } from './door/authenticate.ts';
import type { Caller, Handle } from './door/call.ts';
import { followSettings } from './flows/follow-settings.ts';

/** Settings of the workspace; values of `$env` for those who write flows. */
export const getSettings: Handle<'getSettings'> = async ({ caller }) => showSettings(await readSettings(), caller);

/** Changes the settings unless somebody else did since; flows that use the time zone or the days off follow. */
export const saveSettings: Handle<'saveSettings'> = async ({ body, caller, now }) => {
  if (!isTimeZone(body.timeZone)) {
    throw new AppError(400, 'badTimeZone', { params: { timeZone: body.timeZone }, field: 'body.timeZone' });
  }
  const before = await readSettings();
  const makeUpDays = body.makeUpDays ?? before.makeUpDays;
  const twice = makeUpDays.find((day) => body.holidays.includes(day));
  if (twice !== undefined) {
    throw new AppError(400, 'dayTwice', { params: { day: twice }, field: 'body.makeUpDays' });
  }
  const next: Settings = {
    timeZone: body.timeZone,
    holidays: [...new Set(body.holidays)].sort(),
    makeUpDays: [...new Set(makeUpDays)].sort(),
    env: body.env,
    revision: body.revision + 1,
    updatedAt: new Date(now).toISOString(),
    updatedBy: caller.name,
  };
  if (!(await writeSettings(next))) {
    const { revision, updatedAt, updatedBy } = await readSettings();
    const params = { by: updatedBy, at: updatedAt, latest: revision, revision: body.revision };
    throw new AppError(409, 'settingsSaved', { params });
  }
  if (!isDeepStrictEqual(calendarOf(before), calendarOf(next))) await followSettings(caller.name, now);
  return showSettings(next, caller);
};

// Not for secrets, yet whoever only looks on needs no value to find one that was put there all the same.
function showSettings({ timeZone, holidays, makeUpDays, env, revision }: Settings, caller: Caller) {
  const names = Object.fromEntries(Object.keys(env).map((name) => [name, null]));
  return { timeZone, holidays, makeUpDays, env: isAtLeast('editor', caller) ? env : names, revision };
}

function calendarOf({ timeZone, holidays, makeUpDays }: Settings) {
  return { timeZone, holidays, makeUpDays };
}
