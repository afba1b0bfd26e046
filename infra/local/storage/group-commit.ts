import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LogSync } from './log-sync.ts';

/** One piece of a transaction. */
export interface Write {
  /** Writes; called inside the transaction, once more for each further attempt. */
  run(): void;
  /** Called once after the commit: everybody sees it, and the end of this process cannot undo it. */
  written?(): void;
  /** Called once when a loss of power cannot undo it either. */
  durable?(): void;
  /**
   * Whoever can still say no to its caller takes the error of a commit that failed; a write without it is kept and
   * tried again until it succeeds.
   */
  refuse?(error: unknown): void;
}

const retryAfter = 1000;

/** Commits all writes that arrive in one turn of the event loop in one transaction, in their order. */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #end: StatementSync;
  readonly #log: LogSync;
  #queue: Write[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;
  readonly #onFailure: (error: unknown) => void;

  /** `onFailure` hears of every commit that failed, such as on a full disk. */
  constructor(database: DatabaseSync, onFailure: (error: unknown) => void) {
    this.#database = database;
    this.#begin = database.prepare('BEGIN');
    this.#end = database.prepare('COMMIT');
    this.#log = new LogSync(database, onFailure);
    this.#onFailure = onFailure;
  }

  /** After `stop` writes are dropped, as those are that come when the process has ended; who can refuse is told. */
  add(write: Write): void {
    if (this.#stopped) {
      write.refuse?.(new Error('Millrace is stopping.'));
      return;
    }
    this.#queue.push(write);
    if (this.#scheduled || (this.#retry && !write.refuse)) return;
    this.#scheduled = setImmediate(() => this.#commit());
  }

  /** Resolves once durable, rejects when it could not be written. */
  write(run: () => void): Promise<void> {
    return new Promise((durable, refuse) => this.add({ run, durable, refuse }));
  }

  /** Makes what waits and this durable, now; throws when that fails. */
  writeNow(run: () => void): void {
    let failure: { error: unknown } | undefined;
    this.add({
      run,
      refuse: (error) => {
        failure = { error };
      },
    });
    this.flush();
    if (failure) throw (failure as { error: unknown }).error;
  }

  /** Makes what waits durable, now. */
  flush(): void {
    this.#commit();
    this.#log.now();
  }

  /** Empties the log; what fails is told, and left for the next time. */
  emptyLog(): void {
    this.#log.empty();
  }

  #commit(): void {
    clearImmediate(this.#scheduled);
    clearTimeout(this.#retry);
    this.#scheduled = undefined;
    this.#retry = undefined;
    const batch = this.#queue;
    if (batch.length === 0) return;
    this.#queue = [];
    let at: Write | undefined;
    try {
      this.#begin.run();
      for (at of batch) at.run();
      at = undefined;
      this.#end.run();
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      if (at?.refuse && !isOfTheFile(error)) this.#without(at, batch, error);
      else this.#keep(batch, error);
      return;
    }
    for (const write of batch) write.written?.();
    for (const { durable } of batch) if (durable) this.#log.after(durable);
  }

  /** One write that fails by itself takes no other with it. */
  #without(failed: Write, batch: Write[], error: unknown): void {
    this.#queue = [...batch.filter((write) => write !== failed), ...this.#queue];
    this.#onFailure(error);
    failed.refuse?.(error);
    this.#commit();
  }

  #keep(batch: Write[], error: unknown): void {
    const kept = batch.filter((write) => !write.refuse);
    this.#queue = [...kept, ...this.#queue];
    if (kept.length > 0) this.#retry = setTimeout(() => this.#commit(), retryAfter);
    this.#onFailure(error);
    for (const write of batch) write.refuse?.(error);
  }

  /** Makes what waits durable and takes no more; throws when that fails. */
  stop(): void {
    // Whoever is told that something lasts may have more to write.
    do this.flush();
    while (this.#queue.length > 0 && !this.#retry);
    this.#stopped = true;
    clearImmediate(this.#scheduled);
    clearTimeout(this.#retry);
    this.#log.close();
    if (this.#queue.length > 0) throw new Error(`${this.#queue.length} writes could not be committed.`);
  }
}

/** SQLITE_NOMEM, READONLY, IOERR, CORRUPT, FULL and CANTOPEN, https://sqlite.org/rescode.html: any write would fail. */
const fileCodes = new Set([7, 8, 10, 11, 13, 14]);

function isOfTheFile(error: unknown): boolean {
  return fileCodes.has(((error as { errcode?: number }).errcode ?? 0) & 0xff);
}
