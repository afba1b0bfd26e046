import fs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GroupCommit } from './group-commit.ts';
import { openDatabase } from './open-database.ts';

let folder: string;
let database: DatabaseSync;
let failures: unknown[];
let commit: GroupCommit;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'group-commit-'));
  database = openDatabase(join(folder, 'data.db'));
  database.exec('CREATE TABLE lines (id INTEGER PRIMARY KEY, text TEXT NOT NULL)');
  failures = [];
  commit = new GroupCommit(database, (error) => failures.push(error));
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  database.close();
  rmSync(folder, { recursive: true });
});

function insert(text: string | null): () => void {
  return () => {
    database.prepare('INSERT INTO lines (text) VALUES (?)').run(text);
  };
}

function lines(): unknown[] {
  return database
    .prepare('SELECT text FROM lines ORDER BY id')
    .all()
    .map(({ text }) => text);
}

test('writes of one turn share a transaction and are told only after it', () => {
  const told: string[] = [];
  commit.add({ run: insert('a'), durable: () => told.push(`a ${database.isTransaction}`) });
  commit.add({ run: insert('b'), durable: () => told.push(`b ${database.isTransaction}`) });
  expect(lines()).toEqual([]);
  commit.writeNow(insert('c'));
  expect(lines()).toEqual(['a', 'b', 'c']);
  expect(told).toEqual(['a false', 'b false']);
});

test('a commit that fails refuses who can be refused and keeps the others in order', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let full = true;
  const told: string[] = [];
  const whenThereIsRoom = (text: string) => () => {
    if (full) throw new Error('disk is full');
    insert(text)();
  };
  commit.add({ run: whenThereIsRoom('first'), durable: () => told.push('first') });
  expect(() => commit.writeNow(insert('at the door'))).toThrow('disk is full');
  expect(failures).toHaveLength(1);
  commit.add({ run: whenThereIsRoom('second'), durable: () => told.push('second') });
  full = false;
  expect(lines()).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(lines()).toEqual(['first', 'second']);
  await vi.waitFor(() => expect(told).toEqual(['first', 'second']));
});

test('what is written is durable only after its sync, and a sync serves all that were written before it', async () => {
  const syncs: (() => void)[] = [];
  const sync = vi.spyOn(fs, 'fdatasync').mockImplementation((_, done) => void syncs.push(() => done(null)));
  const told: string[] = [];
  const write = (name: string) => {
    commit.add({ run: insert(name), written: () => told.push(`${name} written`), durable: () => told.push(name) });
    return new Promise((resolve) => setImmediate(resolve));
  };
  await write('a');
  expect(told).toEqual(['a written']);
  await write('b');
  await write('c');
  expect(sync).toHaveBeenCalledTimes(1);
  syncs.shift()!();
  expect(told).toEqual(['a written', 'b written', 'c written', 'a']);
  expect(sync).toHaveBeenCalledTimes(2);
  syncs.shift()!();
  expect(told).toEqual(['a written', 'b written', 'c written', 'a', 'b', 'c']);
});

test('after a sync that failed, writes are durable when they lie in the database file', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(fs, 'fdatasync').mockImplementation((_, done) => done(new Error('input/output error')));
  const told: string[] = [];
  commit.add({ run: insert('kept'), durable: () => told.push('kept') });
  await new Promise((resolve) => setImmediate(resolve));
  expect([told, failures]).toEqual([[], [new Error('input/output error')]]);
  vi.advanceTimersByTime(1000);
  expect(told).toEqual(['kept']);
  expect(fs.statSync(join(folder, 'data.db-wal')).size).toBe(0);
});

test('flush and stop commit at once', () => {
  commit.add({ run: insert('now') });
  commit.flush();
  expect(lines()).toEqual(['now']);
  commit.add({ run: insert('last') });
  commit.stop();
  expect(lines()).toEqual(['now', 'last']);
});

test('a second opener is told in one sentence that the file is in use', () => {
  expect(() => openDatabase(join(folder, 'data.db'))).toThrow(
    expect.objectContaining({
      code: 'DATA_LOCKED',
      message: expect.stringMatching(/^\S+data\.db is in use: [^.]+\. /),
    }),
  );
});
