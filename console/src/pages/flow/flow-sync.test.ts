import { expect, test } from 'vitest';
import { merge } from '#flows/editing/merge.ts';
import { conflictKey } from '#flows/editing/merge-models.ts';
import { ApiError } from '../../api/api-error.ts';
import type { Sides } from '../../compile/protocol.ts';
import { FlowSync, type SyncState } from './flow-sync.ts';
import type { FlowDetail } from './with-latest.ts';

const base =
  'id: f\ntrigger: { use: core.manual }\nsteps:\n  - id: a\n    set: { x: 1 }\n  - id: b\n    set: { y: 1 }\n';
const change = (text: string, from: string, to: string) => text.replace(from, to);

/** A server with one flow, and a page that has it open. */
function together() {
  let server = { source: base, revision: 1 } as FlowDetail;
  let reachable = true;
  const states: SyncState['is'][] = [];
  const seen: number[] = [];
  const page = {
    saved: server,
    text: base,
    get dirty() {
      return this.text !== this.saved.source;
    },
  };
  const save = async (source: string, { revision }: Pick<FlowDetail, 'revision'>) => {
    onsave();
    if (!reachable) throw new ApiError(0, { code: 'unreachable', message: 'no' });
    if (revision !== server.revision) throw new ApiError(409, { code: 'flowSaved', message: 'meanwhile' });
    if (source.startsWith('id: other')) throw new ApiError(400, { code: 'idDiffers', message: 'another id' });
    server = { ...server, source, revision: revision + 1 };
    return server;
  };
  let typedMeanwhile = '';
  let broken = false;
  let onsave = () => {};
  const sync = new FlowSync(page, {
    save,
    load: async () => server,
    revision: async () => server.revision,
    merge: async (before: string, mine: string, theirs: string, sides: Sides) => {
      if (broken) throw new Error('The worker is gone.');
      return merge(before, mine, theirs, 'yaml', (conflict) => sides[conflictKey(conflict)] ?? 'mine');
    },
    adopt: async (mine, { text }) => {
      if (typedMeanwhile) page.text += typedMeanwhile;
      typedMeanwhile = '';
      if (page.text !== mine) return false;
      page.text = text;
      return true;
    },
    onstate: ({ is }) => states.push(is),
    ontheirs: ({ revision }) => seen.push(revision),
  });
  return {
    sync,
    page,
    states,
    seen,
    server: () => server.source,
    others: (text: string) => save(text, server),
    cut: (off: boolean) => {
      reachable = !off;
    },
    type: (text: string) => {
      typedMeanwhile = text;
    },
    breakMerge: () => {
      broken = true;
    },
    whileSaving: (act: () => void) => {
      onsave = act;
    },
  };
}

test('a text is saved, and nothing is sent when nothing changed', async () => {
  const { sync, page, server, states } = together();
  page.text = change(base, 'x: 1', 'x: 2');
  expect(await sync.save()).toBe(true);
  expect(server()).toBe(page.text);
  expect(await sync.save()).toBe(true);
  expect(states).toEqual(['saving', 'saved', 'saved']);
  expect(page.saved.revision).toBe(2);
});

test('what others saved is merged, with what is typed meanwhile', async () => {
  const { sync, page, server, others, seen, type } = together();
  await others(change(base, 'y: 1', 'y: 2'));
  page.text = change(base, 'x: 1', 'x: 2');
  type('  # meanwhile\n');
  expect(await sync.save()).toBe(true);
  expect(server()).toBe(`${change(change(base, 'x: 1', 'x: 2'), 'y: 1', 'y: 2')}  # meanwhile\n`);
  expect(seen).toEqual([2]);
});

test('what others saved is taken in by looking', async () => {
  const { sync, page, others } = together();
  await others(change(base, 'y: 1', 'y: 2'));
  await sync.look();
  expect(page.text).toBe(change(base, 'y: 1', 'y: 2'));
  expect(page.dirty).toBe(false);
});

test.each([
  ['mine', 'x: 2'],
  ['theirs', 'x: 3'],
] as const)('one field in two ways is asked; %s is saved', async (side, expected) => {
  const { sync, page, server, others } = together();
  await others(change(change(base, 'x: 1', 'x: 3'), 'y: 1', 'y: 3'));
  page.text = change(base, 'x: 1', 'x: 2');
  expect(await sync.save()).toBe(false);
  const { state } = sync;
  if (state.is !== 'conflict') throw new Error(`The state is ${state.is}.`);
  expect(state.conflicts).toEqual([{ step: 'a', field: ['set', 'x'], mine: 2, theirs: 3 }]);
  await sync.look();
  expect(page.text).toContain('x: 2');
  expect(await sync.decide({ [conflictKey(state.conflicts[0]!)]: side })).toBe(true);
  expect(server()).toContain(expected);
  expect(server()).toContain('y: 3');
  expect(page.text).toBe(server());
});

test('without a network the text waits, and is saved when there is one', async () => {
  const { sync, page, server, states, cut } = together();
  cut(true);
  page.text = change(base, 'x: 1', 'x: 2');
  expect(await sync.save()).toBe(false);
  expect(states.at(-1)).toBe('offline');
  cut(false);
  await sync.look();
  expect(server()).toBe(page.text);
  expect(states.at(-1)).toBe('saved');
});

test('what the server refuses is said', async () => {
  const { sync, page, states } = together();
  page.text = change(base, 'id: f', 'id: other');
  expect(await sync.save()).toBe(false);
  expect(states.at(-1)).toBe('refused');
  page.text = base;
  expect(await sync.save()).toBe(true);
});

test('a text that is the saved one again is told no refusal', async () => {
  const { sync, page, states } = together();
  page.text = change(base, 'id: f', 'id: other');
  await sync.save();
  page.text = base;
  await sync.look();
  expect(states.at(-1)).toBe('saved');
});

test('a conflict that was undone is none: what others saved is taken in', async () => {
  const { sync, page, others, states } = together();
  await others(change(base, 'x: 1', 'x: 3'));
  page.text = change(base, 'x: 1', 'x: 2');
  expect(await sync.save()).toBe(false);
  expect(states.at(-1)).toBe('conflict');
  page.text = base;
  await sync.look();
  expect(page.text).toContain('x: 3');
  expect(states.at(-1)).toBe('saved');
});

test('a fault of our own is no missing network', async () => {
  const { sync, page, others, breakMerge } = together();
  await others(change(base, 'y: 1', 'y: 2'));
  page.text = change(base, 'x: 1', 'x: 2');
  breakMerge();
  expect(await sync.save()).toBe(false);
  expect(sync.state).toMatchObject({ is: 'refused', error: { code: 'unexpected' } });
});

test('a saving that fails is over, also when the text was undone meanwhile', async () => {
  const { sync, page, cut, whileSaving, states } = together();
  page.text = change(base, 'x: 1', 'x: 2');
  cut(true);
  whileSaving(() => {
    page.text = base;
  });
  expect(await sync.save()).toBe(false);
  expect(states.at(-1)).toBe('offline');
});
