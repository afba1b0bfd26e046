import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ManualClock } from '#test/support/manual-clock.ts';
import { Timers } from '../timers.ts';
import { giveRoomBack } from './give-room-back.ts';
import { GroupCommit } from './group-commit.ts';
import { openDatabase } from './open-database.ts';

test('a file that has lost most of its rows grows small again while it is open, and keeps the rest', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'room-'));
  const database = openDatabase(join(folder, 'data.db'));
  const clock = new ManualClock();
  const timers = new Timers(clock);
  const commit = new GroupCommit(database, () => {});
  const pages = () => database.prepare('PRAGMA page_count').get()?.page_count as number;
  try {
    database.exec('CREATE TABLE lines (id INTEGER PRIMARY KEY, text TEXT)');
    const insert = database.prepare('INSERT INTO lines (text) VALUES (?)');
    for (let line = 0; line < 2000; line++) insert.run('x'.repeat(4000));
    giveRoomBack(database, commit, timers, clock);
    const full = pages();
    await clock.advance(3_600_000);
    expect(pages()).toBe(full);
    database.exec('DELETE FROM lines WHERE id > 10');
    await clock.advance(3_600_000);
    expect(pages()).toBeLessThan(300);
    expect(database.prepare('SELECT count(*) AS count FROM lines').get()?.count).toBe(10);
  } finally {
    timers.stop();
    commit.stop();
    database.close();
    rmSync(folder, { recursive: true });
  }
});
