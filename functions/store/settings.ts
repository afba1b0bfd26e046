import { bumpCatalogue } from './catalogue.ts';
import { unlessRefused } from './table/condition-failed.ts';
import { partition } from './table/keys.ts';
import { getItem, queryItems, transact } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

/** What holds for every flow of the workspace. */
export interface Settings {
  /** IANA name. */
  timeZone: string;
  /** Days such as `2026-12-25`. */
  holidays: string[];
  /** Saturdays and Sundays on which work is done. */
  makeUpDays: string[];
  /** What flows see as `$env`. */
  env: Record<string, string>;
  /** Raised by each save; 0 before the first. */
  revision: number;
  updatedAt: string;
  updatedBy: string;
}

const initial: Settings = {
  timeZone: 'UTC',
  holidays: [],
  makeUpDays: [],
  env: {},
  revision: 0,
  updatedAt: '',
  updatedBy: '',
};

/** The settings of the workspace; before the first save those of a new one. */
export async function readSettings(): Promise<Settings> {
  // Settings of before there were make-up days have none.
  return { ...initial, ...(await getItem<Settings>(settingsKey())) };
}

/** The settings as they were at a moment, ISO 8601: what a run of that time saw. */
export async function settingsAt(moment: string): Promise<Settings> {
  const { pk, sk } = historyKey(moment);
  const page = await queryItems<Settings>({ pk, to: sk, newestFirst: true, limit: 1 });
  return { ...initial, ...page.items[0] };
}

/** Writes the settings over the revision before; false when somebody else saved meanwhile. */
export async function writeSettings(settings: Settings): Promise<boolean> {
  const before = settings.revision - 1;
  const condition = before === 0 ? { exists: false } : { equals: { revision: before } };
  return unlessRefused(
    transact([
      { put: { ...settingsKey(), ...settings }, if: condition },
      { put: { ...historyKey(settings.updatedAt), ...settings } },
      bumpCatalogue(),
    ]),
  );
}

function settingsKey(): Key {
  return { pk: partition('settings'), sk: 'settings' };
}

function historyKey(updatedAt: string): Key {
  return { pk: partition('settings', 'history'), sk: updatedAt };
}
