import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

/** A message as it lies in a queue; times in milliseconds since 1970. */
export interface Message {
  /** Place in the store. */
  row: number;
  id: string;
  sent: number;
  /** How often it was received, this time included. */
  receives: number;
  firstReceived: number;
  body: string;
}

/** What a receiver shows to say which message it means, and which time of receiving it. */
export interface Receipt {
  row: number;
  id: string;
  receives: number;
}

/** Every queue's messages in one table. The writing methods are called inside a transaction. */
export class MessageStore {
  readonly #insert;
  readonly #receive;
  readonly #delete;
  readonly #show;
  readonly #move;
  readonly #moveSome;
  readonly #giveUp;
  readonly #wake;
  readonly #next;
  readonly #count;
  readonly #held;
  readonly #counts;
  readonly #bodies;
  readonly #claim;
  readonly #forget;

  constructor(database: DatabaseSync) {
    database.exec(`
      CREATE TABLE IF NOT EXISTS messages (
        row INTEGER PRIMARY KEY,
        queue TEXT NOT NULL,
        visible INTEGER NOT NULL,
        receives INTEGER NOT NULL DEFAULT 0,
        first INTEGER NOT NULL DEFAULT 0,
        sent INTEGER NOT NULL,
        id TEXT NOT NULL,
        body TEXT NOT NULL
      ) STRICT;
      CREATE INDEX IF NOT EXISTS messages_by_visible ON messages (queue, visible);
      CREATE TABLE IF NOT EXISTS once (key TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    `);
    this.#insert = database.prepare('INSERT INTO messages (queue, visible, sent, id, body) VALUES (?, ?, ?, ?, ?)');
    this.#receive = database.prepare(`
      UPDATE messages SET visible = ?, receives = receives + 1, first = iif(first = 0, ?, first)
      WHERE row IN (SELECT row FROM messages WHERE queue = ? AND visible <= ? ORDER BY visible, row LIMIT ?)
      RETURNING row, id, sent, receives, first AS firstReceived, body`);
    this.#delete = database.prepare('DELETE FROM messages WHERE row = ? AND id = ?');
    this.#show = database.prepare('UPDATE messages SET visible = ? WHERE row = ? AND id = ? AND receives = ?');
    this.#move = database.prepare('UPDATE messages SET queue = ?, visible = ? WHERE row = ? AND id = ?');
    this.#moveSome = database.prepare(`
      UPDATE messages SET queue = ?, visible = ?, receives = 0, first = 0
      WHERE row IN (SELECT row FROM messages WHERE queue = ? LIMIT ?)`);
    this.#giveUp = database.prepare('UPDATE messages SET queue = ?, visible = ? WHERE queue = ? AND receives >= ?');
    this.#wake = database.prepare('UPDATE messages SET visible = ? WHERE queue = ? AND visible > ?');
    this.#next = database.prepare('SELECT min(visible) AS at FROM messages WHERE queue = ?');
    this.#count = database.prepare('SELECT count(*) AS count FROM messages WHERE queue = ? AND visible <= ?');
    this.#held = database.prepare('SELECT count(*) AS count FROM messages WHERE queue = ? AND visible > ?');
    this.#counts = database.prepare('SELECT queue, count(*) AS count FROM messages GROUP BY queue');
    this.#bodies = database.prepare('SELECT queue, body FROM messages');
    this.#claim = database.prepare('INSERT OR IGNORE INTO once VALUES (?, ?)');
    this.#forget = database.prepare('DELETE FROM once WHERE at < ?');
  }

  /** True the first time for each key. */
  claim(key: string, now: number): boolean {
    return this.#claim.run(key, now).changes > 0;
  }

  /** Keys claimed before a moment count as new again. */
  forgetClaims(before: number): void {
    this.#forget.run(before);
  }

  /** Adds a message that can be received from `visible` on; returns its id. */
  insert(queue: string, body: string, sent: number, visible = sent): string {
    const id = randomUUID();
    this.#insert.run(queue, visible, sent, id, body);
    return id;
  }

  /** Takes up to `limit` visible messages, about in order of sending, and hides them until `until`. */
  receive(queue: string, limit: number, now: number, until: number): Message[] {
    const messages = this.#receive.all(until, now, queue, now, limit) as unknown as Message[];
    return messages.sort((a, b) => a.row - b.row);
  }

  /** Deletes the message, whoever received it last. */
  delete({ row, id }: Receipt): void {
    this.#delete.run(row, id);
  }

  /** Shows the message again at `visible`; false when it is gone or someone else has received it since. */
  show({ row, id, receives }: Receipt, visible: number): boolean {
    return this.#show.run(visible, row, id, receives).changes > 0;
  }

  /** Lays one message into another queue, count and age kept. */
  move({ row, id }: Receipt, queue: string, visible: number): void {
    this.#move.run(queue, visible, row, id);
  }

  /** Moves up to `limit` messages, counted anew; returns how many. */
  moveSome(from: string, to: string, limit: number, visible: number): number {
    return Number(this.#moveSome.run(to, visible, from, limit).changes);
  }

  /** Moves what was received `receives` times or more without success. */
  giveUp(from: string, to: string, receives: number, visible: number): void {
    this.#giveUp.run(to, visible, from, receives);
  }

  /** Shows everything that a receiver of an earlier process held. */
  wake(queue: string, now: number): void {
    this.#wake.run(now, queue, now);
  }

  /** When the next message becomes visible; undefined when the queue is empty. */
  nextVisible(queue: string): number | undefined {
    return (this.#next.get(queue) as { at: number | null }).at ?? undefined;
  }

  /** How many messages are visible, and how many are held by receivers or delayed. */
  count(queue: string, now: number): { visible: number; held: number } {
    const visible = this.#count.get(queue, now) as { count: number };
    const held = this.#held.get(queue, now) as { count: number };
    return { visible: visible.count, held: held.count };
  }

  /** How many messages lie in each queue that has any. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts.all().map(({ queue, count }) => [String(queue), Number(count)]));
  }

  /** Every message of every queue, whether it is visible or not. */
  bodies(): Iterable<{ queue: string; body: string }> {
    return this.#bodies.iterate() as Iterable<unknown> as Iterable<{ queue: string; body: string }>;
  }
}
