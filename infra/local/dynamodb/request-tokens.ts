import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { AwsError } from '../aws-error.ts';

/** Milliseconds, https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const remembered = 600_000;

/** Tokens of transactions: one that comes again with its token is not carried out again. Called inside a transaction. */
export class RequestTokens {
  readonly #find: StatementSync;
  readonly #keep: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(
      'CREATE TABLE IF NOT EXISTS dynamodb_tokens (token TEXT PRIMARY KEY, request BLOB NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID',
    );
    this.#find = database.prepare('SELECT request FROM dynamodb_tokens WHERE token = ? AND at > ?');
    this.#keep = database.prepare('INSERT OR REPLACE INTO dynamodb_tokens VALUES (?, ?, ?)');
    this.#forget = database.prepare('DELETE FROM dynamodb_tokens WHERE at < ?');
  }

  /** Whether the request was carried out before; throws IdempotentParameterMismatchException when it was another. */
  isKnown(token: string, request: string, now: number): boolean {
    const row = this.#find.get(token, now - remembered);
    if (!row) return false;
    if (Buffer.compare(row.request as Uint8Array, digest(request)) === 0) return true;
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'Client token was used with different request parameters or payload',
    );
  }

  keep(token: string, request: string, now: number): void {
    this.#forget.run(now - remembered);
    this.#keep.run(token, digest(request), now);
  }
}

function digest(request: string): Uint8Array {
  return createHash('sha256').update(request).digest();
}
