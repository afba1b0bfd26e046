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

test('what others did stays when everything is taken back, and all comes back when it is done again', () => {
  const others = fc.record({ at: fc.nat(60), cut: fc.nat(4) });
  fc.assert(
    fc.property(
      fc.string({ maxLength: 30 }),
      fc.array(change, { minLength: 1, maxLength: 12 }),
      others,
      fc.nat(12),
      (first, changes, { at, cut }, undone) => {
        const history = new EditHistory();
        let text = first;
        for (const [index, each] of changes.entries()) {
          const entry = entryOf(text, { ...each, kind: undefined }, index * 5000);
          history.note(entry);
          text = patched(text, entry.patch);
        }
        for (let count = 0; count < undone; count += 1) {
          const entry = history.undo();
          if (entry) text = patched(text, entry.inverse);
        }
        const from = Math.min(at, text.length);
        const patch = [{ from, to: Math.min(from + cut, text.length), insert: '«theirs»' }];
        history.carry(text, patch);
        text = patched(text, patch);
        const before: string[] = [];
        for (let entry = history.undo(); entry; entry = history.undo()) {
          before.push(text);
          text = patched(text, entry.inverse);
          expect(entry.length).toBe(text.length);
          expect(text).toContain('«theirs»');
        }
        for (let entry = history.redo(); entry; entry = history.redo()) {
          text = patched(text, entry.patch);
          expect(text).toBe(before.pop() ?? text);
          expect(text).toContain('«theirs»');
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a change elsewhere is taken back as before, one that others replaced is not', () => {
  const history = new EditHistory();
  const base = 'channel: a\ntext: hello\n';
  const edit = (text: string, old: string, insert: string) => {
    const from = text.indexOf(old);
    const patch: Patch = [{ from, to: from + old.length, insert }];
    return { patch, text: patched(text, patch), length: text.length, inverse: inverseOf(text, patch) };
  };
  const first = edit(base, 'a\n', 'b\n');
  const second = edit(first.text, 'hello', 'hi');
  for (const { patch, length, inverse } of [first, second])
    history.note({ patch, length, inverse, words: 'x', kind: undefined, at: 0 });
  const theirs = edit(second.text, 'b\n', 'c\n');
  history.carry(second.text, theirs.patch);
  let text = theirs.text;
  text = patched(text, history.undo()!.inverse);
  expect(text).toBe('channel: c\ntext: hello\n');
  text = patched(text, history.undo()!.inverse);
  expect(text).toBe('channel: c\ntext: hello\n');
});
