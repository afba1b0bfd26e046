import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTable } from '#test/support/table.ts';
import { bumpCatalogue } from './catalogue.ts';
import { configuration } from './configuration.ts';
import { type Hook, newHookKey, replaceHook } from './hook.ts';
import { transact } from './table/table.ts';

let table: Awaited<ReturnType<typeof startTable>>;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

it('is read once until the catalogue moves, and then at once', async () => {
  let now = 0;
  const current = configuration(() => now);
  const [key, next] = [newHookKey(), newHookKey()];
  const hook: Hook = { key, connector: 'core', flow: 'f' };
  expect(await (await current()).hook(key)).toBeUndefined();

  // A thing that was not there is looked for again, so that nothing need be raised for something new.
  await transact(replaceHook(undefined, hook));
  expect(await (await current()).hook(key)).toMatchObject({ flow: 'f' });

  // Written past the clock: whoever forgets to raise it is not heard.
  await transact(replaceHook(hook, { ...hook, key: next }));
  now += 1000;
  expect(await (await current()).hook(key)).toMatchObject({ flow: 'f' });
  await transact([bumpCatalogue()]);
  now += 1000;
  expect(await (await current()).hook(key)).toBeUndefined();
  expect(await (await current()).hook(next)).toMatchObject({ flow: 'f' });
});

it('is forgotten after five minutes, so that a key that was taken back stops working', async () => {
  let now = 0;
  const current = configuration(() => now);
  const hook: Hook = { key: newHookKey(), connector: 'core', flow: 'g' };
  await transact(replaceHook(undefined, hook));
  expect(await (await current()).hook(hook.key)).toBeDefined();
  await transact(replaceHook(hook, undefined));
  now += 301_000;
  expect(await (await current()).hook(hook.key)).toBeUndefined();
});
