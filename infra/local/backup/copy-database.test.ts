import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { scratchFolder } from '#test/support/scratch-folder.ts';
import { copyDatabase } from './copy-database.ts';

test('a database that is written all the time is copied, each transaction whole or not at all', async () => {
  const { path, remove } = scratchFolder();
  const database = new DatabaseSync(join(path, 'busy.sqlite'));
  let busy = true;
  try {
    database.exec('PRAGMA journal_mode = WAL; CREATE TABLE pairs (id INTEGER, half TEXT)');
    const insert = database.prepare('INSERT INTO pairs VALUES (?, ?)');
    let id = 0;
    const write = () => {
      if (!busy) return;
      id += 1;
      database.exec('BEGIN IMMEDIATE');
      for (let row = 0; row < 10; row += 1) insert.run(id, 'first');
      for (let row = 0; row < 10; row += 1) insert.run(id, 'second');
      database.exec('COMMIT');
      setImmediate(write);
    };
    write();
    for (let copy = 0; copy < 50; copy += 1) {
      const file = join(path, `copy-${copy}.sqlite`);
      await copyDatabase(database, file);
      const copied = new DatabaseSync(file, { readOnly: true });
      expect(copied.prepare('SELECT id FROM pairs GROUP BY id HAVING COUNT(*) <> 20').all()).toEqual([]);
      expect(copied.prepare('SELECT COUNT(*) AS n FROM pairs').get()!.n).toBeGreaterThan(0);
      copied.close();
    }
  } finally {
    busy = false;
    database.close();
    remove();
  }
});

test('a copy that cannot be written is refused at once', async () => {
  const { path, remove } = scratchFolder();
  const database = new DatabaseSync(':memory:');
  try {
    await expect(copyDatabase(database, join(path, 'nowhere', 'copy.sqlite'))).rejects.toThrow('unable to open');
  } finally {
    database.close();
    remove();
  }
});
