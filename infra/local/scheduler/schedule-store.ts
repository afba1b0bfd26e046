import type { DatabaseSync } from 'node:sqlite';
import type { ScheduleSettings } from './check-schedule.ts';

/** A schedule as it is kept; times in milliseconds since 1970. */
export interface StoredSchedule {
  group: string;
  name: string;
  settings: ScheduleSettings;
  created: number;
  modified: number;
  /** What a rate counts from: its StartDate, or the moment it was first enabled. */
  anchor: number | null;
  /** Slots up to this one have fired or count for nothing. */
  fired: number;
  clientToken: string | null;
}

interface Row extends Omit<StoredSchedule, 'group' | 'settings'> {
  family: string;
  settings: string;
}

/** Schedules and their groups on disk. The writing methods are called inside a transaction. */
export class ScheduleStore {
  readonly #put;
  readonly #fire;
  readonly #delete;
  readonly #get;
  readonly #list;
  readonly #all;
  readonly #count;
  readonly #addGroup;
  readonly #hasGroup;

  constructor(database: DatabaseSync) {
    database.exec(`
      CREATE TABLE IF NOT EXISTS families (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
      INSERT OR IGNORE INTO families VALUES ('default');
      CREATE TABLE IF NOT EXISTS schedules (
        family TEXT NOT NULL,
        name TEXT NOT NULL,
        settings TEXT NOT NULL,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        anchor INTEGER,
        fired INTEGER NOT NULL,
        clientToken TEXT,
        PRIMARY KEY (family, name)
      ) STRICT, WITHOUT ROWID;
    `);
    this.#put = database.prepare('INSERT OR REPLACE INTO schedules VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#fire = database.prepare('UPDATE schedules SET fired = ? WHERE family = ? AND name = ? AND fired < ?');
    this.#delete = database.prepare('DELETE FROM schedules WHERE family = ? AND name = ?');
    this.#get = database.prepare('SELECT * FROM schedules WHERE family = ? AND name = ?');
    this.#list = database.prepare('SELECT * FROM schedules WHERE (family, name) > (?, ?) ORDER BY family, name');
    this.#all = database.prepare('SELECT * FROM schedules');
    this.#count = database.prepare('SELECT count(*) AS count FROM schedules');
    this.#addGroup = database.prepare('INSERT INTO families VALUES (?)');
    this.#hasGroup = database.prepare('SELECT 1 FROM families WHERE name = ?');
  }

  put({ group, name, settings, created, modified, anchor, fired, clientToken }: StoredSchedule): void {
    this.#put.run(group, name, JSON.stringify(settings), created, modified, anchor, fired, clientToken);
  }

  /** The slot has fired, unless a later one has. */
  fire({ group, name }: { group: string; name: string }, slot: number): void {
    this.#fire.run(slot, group, name, slot);
  }

  delete({ group, name }: { group: string; name: string }): void {
    this.#delete.run(group, name);
  }

  get(group: string, name: string): StoredSchedule | undefined {
    const row = this.#get.get(group, name) as unknown as Row | undefined;
    return row && toSchedule(row);
  }

  /** In order of group and name, after one of them. */
  *after(group: string, name: string): Iterable<StoredSchedule> {
    for (const row of this.#list.iterate(group, name)) yield toSchedule(row as unknown as Row);
  }

  all(): StoredSchedule[] {
    return (this.#all.all() as unknown as Row[]).map(toSchedule);
  }

  count(): number {
    return Number(this.#count.get()?.count);
  }

  addGroup(name: string): void {
    this.#addGroup.run(name);
  }

  hasGroup(name: string): boolean {
    return this.#hasGroup.get(name) !== undefined;
  }
}

function toSchedule({ family, settings, ...row }: Row): StoredSchedule {
  return { ...row, group: family, settings: JSON.parse(settings) };
}
