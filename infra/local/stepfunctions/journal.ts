import { randomBytes } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { ExecutionStatus } from '#flows/engine/execution.ts';

/** One execution as the journal lists it; times in milliseconds since 1970, `output` as JSON text. */
export interface ExecutionRow {
  id: number;
  machine: number;
  revision: number;
  version: number | null;
  /** Its name; for EXPRESS followed by `:` and a part of its own. */
  name: string;
  status: ExecutionStatus;
  started: number;
  ended: number | null;
  output: string | null;
  error: string | null;
  cause: string | null;
}

/** One recorded event; `event` is the EngineEvent as JSON text, undefined when the row is damaged. */
export interface EventRow {
  id: number;
  at: number;
  event: string | undefined;
}

const format = 1;

const schema = `
  CREATE TABLE seed (a INTEGER NOT NULL, b INTEGER NOT NULL);
  CREATE TABLE machines (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, type TEXT NOT NULL, status TEXT NOT NULL,
    created INTEGER NOT NULL, revision INTEGER NOT NULL, published INTEGER NOT NULL
  );
  CREATE TABLE revisions (
    id INTEGER PRIMARY KEY, uuid TEXT, definition TEXT NOT NULL, role TEXT NOT NULL, created INTEGER NOT NULL
  );
  CREATE TABLE versions (
    machine INTEGER NOT NULL, number INTEGER NOT NULL, revision INTEGER NOT NULL, description TEXT,
    created INTEGER NOT NULL, PRIMARY KEY (machine, number)
  ) WITHOUT ROWID;
  CREATE TABLE executions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, machine INTEGER NOT NULL, revision INTEGER NOT NULL, version INTEGER,
    name TEXT NOT NULL, status TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER,
    output TEXT, error TEXT, cause TEXT
  );
  CREATE UNIQUE INDEX executions_by_name ON executions (machine, name);
  CREATE INDEX executions_by_machine ON executions (machine, id);
  CREATE INDEX executions_by_status ON executions (status, machine, id) WHERE status <> 'SUCCEEDED';
  CREATE TABLE events (
    id INTEGER PRIMARY KEY, execution INTEGER NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL, crc INTEGER NOT NULL
  );
  CREATE INDEX events_by_execution ON events (execution);
  CREATE TABLE snapshots (
    execution INTEGER PRIMARY KEY, event INTEGER NOT NULL, progress TEXT NOT NULL, crc INTEGER NOT NULL
  );
  CREATE TABLE untold (execution INTEGER PRIMARY KEY);
`;

/** The tables of executions and what is said and asked of them; whoever calls sees to transactions. */
export class Journal {
  /** 64 bits of this file's own for seededRandom. */
  readonly seed: readonly [number, number];
  /** The highest number an execution ever had, erased ones included. */
  readonly lastExecution: number;
  readonly #start: StatementSync;
  readonly #append: StatementSync;
  readonly #finish: StatementSync;
  readonly #erase: StatementSync[];
  readonly #cut: StatementSync;
  readonly #byName: StatementSync;
  readonly #byId: StatementSync;
  readonly #running: StatementSync;
  readonly #events: StatementSync;
  readonly #firstEvent: StatementSync;
  readonly #putSnapshot: StatementSync;
  readonly #getSnapshot: StatementSync;
  readonly #dropSnapshot: StatementSync;
  readonly #untold: StatementSync;
  readonly #tellLater: StatementSync;
  readonly #told: StatementSync;
  readonly #list: StatementSync;
  readonly #listSucceeded: StatementSync;
  readonly #listOther: StatementSync;
  readonly #finishedFrom: StatementSync;
  readonly #counts: StatementSync;
  readonly #endOf: StatementSync;

  constructor(database: DatabaseSync) {
    prepareFile(database);
    const { a, b } = database.prepare('SELECT a, b FROM seed').get() as { a: number; b: number };
    this.seed = [a, b];
    const last = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'executions'").get();
    this.lastExecution = (last?.seq as number | undefined) ?? 0;
    this.#start = database.prepare(
      `INSERT INTO executions (id, machine, revision, version, name, status, started) VALUES (?, ?, ?, ?, ?, 'RUNNING', ?)`,
    );
    this.#append = database.prepare('INSERT INTO events (execution, at, event, crc) VALUES (?, ?, ?, ?)');
    this.#finish = database.prepare(
      'UPDATE executions SET status = ?, ended = ?, output = ?, error = ?, cause = ? WHERE id = ?',
    );
    this.#dropSnapshot = database.prepare('DELETE FROM snapshots WHERE execution = ?');
    this.#erase = [
      database.prepare('DELETE FROM executions WHERE id = ?'),
      database.prepare('DELETE FROM events WHERE execution = ?'),
      this.#dropSnapshot,
    ];
    this.#cut = database.prepare('DELETE FROM events WHERE execution = ? AND id >= ?');
    this.#byName = database.prepare('SELECT * FROM executions WHERE machine = ? AND name = ?');
    this.#byId = database.prepare('SELECT * FROM executions WHERE id = ?');
    this.#running = database.prepare("SELECT * FROM executions WHERE status <> 'SUCCEEDED' AND status = 'RUNNING'");
    this.#events = database.prepare('SELECT id, at, event, crc FROM events WHERE execution = ? AND id > ? ORDER BY id');
    this.#firstEvent = database.prepare('SELECT event FROM events WHERE execution = ? ORDER BY id LIMIT 1');
    this.#putSnapshot = database.prepare(
      `INSERT OR REPLACE INTO snapshots (execution, event, progress, crc)
       VALUES (?, (SELECT max(id) FROM events WHERE execution = ?), ?, ?)`,
    );
    this.#getSnapshot = database.prepare('SELECT event, progress, crc FROM snapshots WHERE execution = ?');
    this.#untold = database.prepare(
      'SELECT executions.* FROM untold JOIN executions ON executions.id = untold.execution ORDER BY executions.id',
    );
    this.#tellLater = database.prepare('INSERT INTO untold (execution) VALUES (?)');
    this.#told = database.prepare('DELETE FROM untold WHERE execution = ?');
    const list = (condition: string) =>
      database.prepare(
        `SELECT * FROM executions WHERE machine = ? AND id < ? AND (? IS NULL OR version = ?) AND ${condition}
         ORDER BY id DESC LIMIT ?`,
      );
    this.#list = list('TRUE');
    this.#listSucceeded = list("status = 'SUCCEEDED'");
    // The index of other states is used only where the query itself says that it is about those.
    this.#listOther = list("status <> 'SUCCEEDED' AND status = ?");
    this.#finishedFrom = database.prepare(
      `SELECT id, started, iif(id IN (SELECT execution FROM untold), NULL, ended) AS told
       FROM executions WHERE id > ? ORDER BY id LIMIT ?`,
    );
    this.#counts = database.prepare('SELECT status, count(*) AS count FROM executions GROUP BY status');
    this.#endOf = database.prepare(
      `SELECT executions.id, iif(untold.execution IS NULL, 1, 0) AS told
       FROM executions JOIN machines ON machines.id = executions.machine
       LEFT JOIN untold ON untold.execution = executions.id
       WHERE machines.name = ? AND executions.name = ?`,
    );
  }

  start(row: Pick<ExecutionRow, 'id' | 'machine' | 'revision' | 'version' | 'name' | 'started'>): void {
    this.#start.run(row.id, row.machine, row.revision, row.version, row.name, row.started);
  }

  append(execution: number, at: number, event: string): void {
    this.#append.run(execution, at, event, crc32(event));
  }

  finish(row: Pick<ExecutionRow, 'id' | 'status' | 'ended' | 'output' | 'error' | 'cause'>): void {
    this.#finish.run(row.status, row.ended, row.output, row.error, row.cause, row.id);
  }

  /** Forgets an execution and its events. */
  erase(execution: number): void {
    for (const statement of this.#erase) statement.run(execution);
  }

  /** Forgets the event `from` of an execution and all that follow. */
  cut(execution: number, from: number): void {
    this.#cut.run(execution, from);
  }

  byName(machine: number, name: string): ExecutionRow | undefined {
    return this.#byName.get(machine, name) as unknown as ExecutionRow | undefined;
  }

  byId(id: number): ExecutionRow | undefined {
    return this.#byId.get(id) as unknown as ExecutionRow | undefined;
  }

  running(): ExecutionRow[] {
    return this.#running.all() as unknown as ExecutionRow[];
  }

  /** Newest first, those before the execution `before`. */
  list(
    machine: number,
    { status, version = null }: { status: ExecutionStatus | undefined; version: number | undefined | null },
    before: number,
    limit: number,
  ): ExecutionRow[] {
    const where = [machine, before, version, version];
    const rows =
      status === undefined
        ? this.#list.all(...where, limit)
        : status === 'SUCCEEDED'
          ? this.#listSucceeded.all(...where, limit)
          : this.#listOther.all(...where, status, limit);
    return rows as unknown as ExecutionRow[];
  }

  /** Executions after the number `after`, in their order; `told` is when one ended whose end has been told. */
  timesFrom(after: number, limit: number): { id: number; started: number; told: number | null }[] {
    return this.#finishedFrom.all(after, limit) as unknown as { id: number; started: number; told: number | null }[];
  }

  /** How many executions there are of each status. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts.all().map(({ status, count }) => [status as string, count as number]));
  }

  /** The execution of that name of a machine, which is known not to run, and whether its end has been told. */
  endOf(machine: string, name: string): { id: number; told: boolean } | undefined {
    const row = this.#endOf.get(machine, name) as { id: number; told: number } | undefined;
    return row && { id: row.id, told: row.told === 1 };
  }

  /** The events of an execution after the event `after`. */
  events(execution: number, after: number): EventRow[] {
    return this.#events.all(execution, after).map((row) => {
      const { id, at, event, crc } = row as { id: number; at: number; event: string; crc: number };
      return { id, at, event: crc32(event) === crc ? event : undefined };
    });
  }

  /** The event that started an execution. */
  firstEvent(execution: number): string | undefined {
    return this.#firstEvent.get(execution)?.event as string | undefined;
  }

  /** Keeps where an execution stands after its latest event. */
  putSnapshot(execution: number, progress: string): void {
    this.#putSnapshot.run(execution, execution, progress, crc32(progress));
  }

  dropSnapshot(execution: number): void {
    this.#dropSnapshot.run(execution);
  }

  /** The latest snapshot and the event it was taken after; undefined when there is none or it is damaged. */
  snapshot(execution: number): { event: number; progress: string } | undefined {
    const row = this.#getSnapshot.get(execution) as { event: number; progress: string; crc: number } | undefined;
    return row && crc32(row.progress) === row.crc ? row : undefined;
  }

  /** Ended executions whose end has not been told yet. */
  untold(): ExecutionRow[] {
    return this.#untold.all() as unknown as ExecutionRow[];
  }

  tellLater(execution: number): void {
    this.#tellLater.run(execution);
  }

  told(execution: number): void {
    this.#told.run(execution);
  }
}

function prepareFile(database: DatabaseSync): void {
  const { user_version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (user_version > format) {
    throw new Error('The data folder was written by a newer version of Millrace. Install that version or a newer one.');
  }
  if (user_version === format) return;
  const seed = randomBytes(8);
  database.exec(`BEGIN; ${schema} PRAGMA user_version = ${format}; COMMIT;`);
  database.prepare('INSERT INTO seed (a, b) VALUES (?, ?)').run(seed.readInt32LE(0), seed.readInt32LE(4));
}
