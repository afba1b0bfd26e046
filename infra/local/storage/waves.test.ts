import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { openStore } from './store.ts';

/** One write of a wave: adds to a counter, or fails by itself, or is refused by its own condition. */
type Step = { kind: 'add'; by: number } | { kind: 'fault' } | { kind: 'refused' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 9 }).map((by): Step => ({ kind: 'add', by })) },
  fc.constant<Step>({ kind: 'fault' }),
  fc.constant<Step>({ kind: 'refused' }),
);
const waves = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 });

/** What the file holds: the sum, and every addition in its order. */
function contents(file: string): string {
  const database = new DatabaseSync(file);
  try {
    return JSON.stringify(database.prepare('SELECT by, total FROM lines ORDER BY id').all());
  } finally {
    database.close();
  }
}

test('a log cut anywhere holds a prefix of the waves, each whole, in the order in which they were asked for', async () => {
  await fc.assert(
    fc.asyncProperty(waves, fc.double({ min: 0, max: 1, noNaN: true }), async (list, where) => {
      const folder = mkdtempSync(join(tmpdir(), 'waves-'));
      const file = join(folder, 'millrace.sqlite');
      const store = openStore(file, () => {});
      const { database, commit } = store;
      database.exec('CREATE TABLE lines (id INTEGER PRIMARY KEY, by INTEGER NOT NULL, total INTEGER NOT NULL)');
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      const insert = database.prepare(
        'INSERT INTO lines (by, total) SELECT ?, ? + coalesce((SELECT total FROM lines ORDER BY id DESC LIMIT 1), 0)',
      );
      const states = ['[]'];
      const expected: { by: number; total: number }[] = [];
      for (const wave of list) {
        const answers = wave.map((each) => commit.write(() => run(each)).catch(() => 'refused'));
        for (const each of wave) {
          if (each.kind === 'add') expected.push({ by: each.by, total: (expected.at(-1)?.total ?? 0) + each.by });
        }
        expect(await Promise.all(answers)).toEqual(wave.map(({ kind }) => (kind === 'fault' ? 'refused' : undefined)));
        states.push(JSON.stringify(expected));
      }
      function run(each: Step): void {
        if (each.kind === 'fault') throw new TypeError('a fault of ours');
        if (each.kind === 'add') insert.run(each.by, each.by);
      }
      const copy = join(folder, 'copy.sqlite');
      copyFileSync(file, copy);
      copyFileSync(`${file}-wal`, `${copy}-wal`);
      truncateSync(`${copy}-wal`, Math.floor(statSync(`${copy}-wal`).size * where));
      const left = contents(copy);
      store.close();
      const whole = contents(file);
      rmSync(folder, { recursive: true });
      expect(states).toContain(left);
      expect(whole).toBe(states.at(-1));
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('a write that fails by itself is refused alone, and told to whoever watches', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waves-'));
  const report = vi.fn();
  const store = openStore(join(folder, 'millrace.sqlite'), report);
  store.database.exec('CREATE TABLE lines (text TEXT NOT NULL)');
  const insert = store.database.prepare('INSERT INTO lines VALUES (?)');
  const kept: string[] = [];
  store.commit.add({ run: () => insert.run('kept'), durable: () => kept.push('kept') });
  const answers = await Promise.allSettled([
    store.commit.write(() => insert.run('before')),
    store.commit.write(() => insert.run(null)),
    store.commit.write(() => insert.run('after')),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(kept).toEqual(['kept']);
  expect(store.database.prepare('SELECT text FROM lines').all()).toEqual(
    ['kept', 'before', 'after'].map((text) => ({ text })),
  );
  expect(report).toHaveBeenCalledOnce();
  expect(readFileSync(join(folder, 'millrace.sqlite')).length).toBeGreaterThan(0);
  store.close();
  rmSync(folder, { recursive: true });
});
