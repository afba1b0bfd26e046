import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inverseOf, type Patch, patched } from '#flows/editing/text-changes.ts';
import { EditHistory, type Entry } from './edit-history.ts';

interface Change {
  at: number;
  cut: number;
  insert: string;
  kind: string | undefined;
  later: number;
}

const change = fc.record<Change>({
  at: fc.nat(40),
  cut: fc.nat(5),
  insert: fc.string({ maxLength: 6 }),
  kind: fc.constantFrom(undefined, 'typing', 'field'),
  later: fc.constantFrom(10, 5000),
});

function entryOf(text: string, { at, cut, insert, kind }: Change, now: number): Entry {
  const from = Math.min(at, text.length);
  const patch: Patch = [{ from, to: Math.min(from + cut, text.length), insert }];
  return { length: text.length, patch, inverse: inverseOf(text, patch), words: 'x', kind, at: now };
}

test('taking everything back gives the first text, doing it again the last', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.array(change, { maxLength: 20 }), (first, changes) => {
      const history = new EditHistory();
      let text = first;
      let now = 0;
      for (const each of changes) {
        now += each.later;
        const entry = entryOf(text, each, now);
        history.note(entry);
        text = patched(text, entry.patch);
      }
      const last = text;
      for (let entry = history.undo(); entry; entry = history.undo()) text = patched(text, entry.inverse);
      expect(text).toBe(first);
      for (let entry = history.redo(); entry; entry = history.redo()) text = patched(text, entry.patch);
      expect(text).toBe(last);
    }),
  );
});

test('typing that goes on is one change; a pause, or another kind, begins the next', () => {
  const history = new EditHistory();
  let text = '';
  const type = (insert: string, kind: string, now: number) => {
    const entry = entryOf(text, { at: text.length, cut: 0, insert, kind, later: 0 }, now);
    history.note(entry);
    text = patched(text, entry.patch);
  };
  type('a', 'typing', 0);
  type('b', 'typing', 400);
  type('c', 'typing', 5000);
  type('d', 'with.text', 5100);
  const steps: string[] = [];
  for (let entry = history.undo(); entry; entry = history.undo()) {
    text = patched(text, entry.inverse);
    steps.push(text);
  }
  expect(steps).toEqual(['abc', 'ab', '']);
});

test('a change after taking back leaves nothing to do again', () => {
  const history = new EditHistory();
  history.note(entryOf('', { at: 0, cut: 0, insert: 'a', kind: undefined, later: 0 }, 0));
  history.undo();
  history.note(entryOf('', { at: 0, cut: 0, insert: 'b', kind: undefined, later: 0 }, 1));
  expect(history.next).toBeUndefined();
  expect(history.last?.patch).toEqual([{ from: 0, to: 0, insert: 'b' }]);
});
