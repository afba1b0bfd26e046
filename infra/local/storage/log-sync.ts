import fs from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

const retryAfter = 1000;

const inUse = new Error('something still reads the log of the data file');

/**
 * Makes what SQLite has committed survive a loss of power, without holding up the event loop: SQLite leaves its
 * write-ahead log unsynced (https://sqlite.org/pragma.html#pragma_synchronous: a loss of power may then shorten the log,
 * never damage the file), and the log is synced here for all who wait.
 */
export class LogSync {
  readonly #database: DatabaseSync;
  readonly #onFailure: (error: unknown) => void;
  /** The log stays one file for as long as the database is open. */
  readonly #log: number;
  #waiting: (() => void)[] = [];
  /** Those whose sync is under way. */
  #served: (() => void)[] = [];
  #busy = false;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  /** `onFailure` hears of every sync that failed. */
  constructor(database: DatabaseSync, onFailure: (error: unknown) => void) {
    this.#database = database;
    this.#onFailure = onFailure;
    database.exec('PRAGMA synchronous = NORMAL');
    this.#log = fs.openSync(`${database.location()}-wal`, 'r+');
  }

  /** Calls back, in order, once everything that is committed by now lasts. */
  after(durable: () => void): void {
    this.#waiting.push(durable);
    this.#next();
  }

  /** Makes everything that is committed last, now; throws when the disk refuses. */
  now(): void {
    fs.fdatasyncSync(this.#log);
    const told = [...this.#served, ...this.#waiting];
    this.#served = [];
    this.#waiting = [];
    for (const durable of told) durable();
  }

  /** Writes everything into the file and empties the log, in which what was deleted still stands; not while it is read. */
  empty(): void {
    const error = this.#checkpoint();
    if (error && error !== inUse) this.#onFailure(error);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    if (!this.#busy || this.#retry) fs.closeSync(this.#log);
  }

  #next(): void {
    if (this.#busy || this.#waiting.length === 0 || this.#closed) return;
    this.#busy = true;
    this.#served = this.#waiting;
    this.#waiting = [];
    fs.fdatasync(this.#log, (error) => this.#ended(error));
  }

  #ended(error: unknown): void {
    this.#retry = undefined;
    if (this.#closed) {
      fs.closeSync(this.#log);
      return;
    }
    if (error) {
      this.#onFailure(error);
      this.#retry = setTimeout(() => this.#ended(this.#checkpoint()), retryAfter);
      return;
    }
    this.#busy = false;
    const told = this.#served;
    this.#served = [];
    for (const durable of told) durable();
    this.#next();
  }

  /**
   * After a failed sync the system may take the log's pages for written although they are not: syncing once more proves
   * nothing, writing everything into the database file and syncing that does. Returns the error if there is one, `inUse`
   * when SQLite says busy: something still reads the log. https://sqlite.org/pragma.html#pragma_wal_checkpoint
   */
  #checkpoint(): unknown {
    try {
      const { busy } = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
      return busy === 0 ? undefined : inUse;
    } catch (error) {
      return error;
    }
  }
}
