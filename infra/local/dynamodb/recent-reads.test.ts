import { expect, test } from 'vitest';
import { RecentReads } from './recent-reads.ts';

test('an answer serves later readers, each with a copy, until its time is over', async () => {
  let now = 0;
  let reads = 0;
  const recent = new RecentReads(() => now);
  const get = () => recent.get('a', async () => ({ Item: { n: ++reads } }));
  const first = await get();
  now = 999;
  const second = await get();
  expect([first, second]).toEqual([{ Item: { n: 1 } }, { Item: { n: 1 } }]);
  expect(second.Item).not.toBe(first.Item);
  now = 1000;
  expect(await get()).toEqual({ Item: { n: 2 } });
});

test('a failed read is not kept', async () => {
  const recent = new RecentReads();
  await expect(recent.get('a', () => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
  expect(await recent.get('a', async () => ({ n: 1 }))).toEqual({ n: 1 });
});

test.each([
  ['of the item', ['b', 'a']],
  ['of unknown items', undefined],
])('nothing that was read before or during a write %s is answered after it', async (_name, ids) => {
  const recent = new RecentReads();
  let value = 'old';
  const get = () => recent.get('a', async () => ({ value }));
  await get();
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const writing = recent.during(ids, async () => {
    await arrived;
    value = 'new';
  });
  expect(await get()).toEqual({ value: 'old' });
  arrive();
  await writing;
  expect(await get()).toEqual({ value: 'new' });
});

test('a write of another item leaves the answer, a failed write of this one does not', async () => {
  const recent = new RecentReads();
  let reads = 0;
  const get = () => recent.get('a', async () => ({ n: ++reads }));
  await get();
  await recent.during(['b'], async () => {});
  expect(await get()).toEqual({ n: 1 });
  await expect(recent.during(['a'], () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect(await get()).toEqual({ n: 2 });
});

test('it keeps a bounded number of answers', async () => {
  const recent = new RecentReads();
  let reads = 0;
  const get = (id: number) => recent.get(String(id), async () => ({ n: ++reads }));
  for (let id = 0; id < 65; id++) await get(id);
  await get(64);
  expect(reads).toBe(65);
  await get(0);
  expect(reads).toBe(66);
});
