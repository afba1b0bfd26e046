import { expect, test } from 'vitest';
import { Drafts } from './drafts.ts';

/** As much of a browser's storage as drafts need: its keys are its own properties. */
function storage(): Storage {
  const kept: Record<string, unknown> = {};
  const hidden = (value: unknown) => ({ value, enumerable: false, configurable: true });
  return Object.defineProperties(kept, {
    getItem: hidden((key: string) => kept[key] ?? null),
    setItem: hidden((key: string, value: string) => {
      kept[key] = value;
    }),
    removeItem: hidden((key: string) => {
      delete kept[key];
    }),
  }) as unknown as Storage;
}

const draft = (text: string, at: number, extra = {}) => ({ person: 'ann', flow: 'x', revision: 1, text, at, ...extra });

test('the latest draft of a person and flow is offered, unless the text is that already', () => {
  const drafts = new Drafts(storage());
  drafts.keep('one', draft('first', 1));
  drafts.keep('two', draft('second', 2));
  drafts.keep('three', draft('of somebody else', 3, { person: 'bob' }));
  drafts.keep('four', draft('of another flow', 4, { flow: 'y' }));
  expect(drafts.latest('ann', 'x', '')).toMatchObject({ text: 'second', place: 'two', revision: 1 });
  expect(drafts.latest('ann', 'x', 'second')).toMatchObject({ text: 'first' });
  drafts.drop('two');
  expect(drafts.latest('ann', 'x', 'first')).toBeUndefined();
});

test('one editor keeps its latest text only, and the oldest drafts go when there are many or a month has passed', () => {
  const kept = storage();
  const drafts = new Drafts(kept);
  for (let i = 1; i <= 20; i += 1) drafts.keep(`editor-${i}`, draft(`text ${i}`, i));
  for (let i = 21; i <= 25; i += 1) drafts.keep('editor-20', draft(`text ${i}`, i));
  expect(Object.keys(kept)).toHaveLength(12);
  expect(drafts.latest('ann', 'x', '')).toMatchObject({ text: 'text 25' });
  drafts.keep('later', draft('much later', 31 * 86_400_000));
  expect(Object.keys(kept)).toEqual(['millrace.draft.later']);
});

test('what others left in the storage and a storage that takes nothing are no trouble', () => {
  const kept = storage();
  kept.setItem('millrace.draft.odd', '{');
  kept.setItem('millrace.theme', 'dark');
  const full = Object.defineProperty(kept, 'setItem', {
    value: () => {
      throw new Error('QuotaExceededError');
    },
  });
  const drafts = new Drafts(full);
  drafts.keep('one', draft('lost', 1));
  expect(drafts.latest('ann', 'x', '')).toBeUndefined();
});
