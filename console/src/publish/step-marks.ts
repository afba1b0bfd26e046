import { changesBetween, type WrittenFlow } from '#flows/editing/changes-between.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { Mark } from '../drawing/mark.ts';

type Marks = ReadonlyMap<string, Mark>;

/** What is marked in the drawings of two texts of a flow; the trigger under `$trigger`. A step that moved and changed is `changed`. */
export function stepMarks(before: WrittenFlow, after: WrittenFlow): { before: Marks; after: Marks } {
  const [were, are] = [before, after].map(({ flow }) => new Set(eachStep(flow.steps).map(({ id }) => id))) as [
    Set<string>,
    Set<string>,
  ];
  const changes = changesBetween(before, after).flatMap(({ kind, step }): [string, Mark][] =>
    step !== undefined && (kind === 'set' || kind === 'moved') ? [[step, kind === 'set' ? 'changed' : 'moved']] : [],
  );
  const both = new Map([
    ...changes.filter(([, mark]) => mark === 'moved'),
    ...changes.filter(([, mark]) => mark === 'changed'),
  ]);
  // Steps inside one that came or went are not told one by one, but they came or went too.
  const only = (ids: Set<string>, others: Set<string>, mark: Mark) =>
    [...ids].flatMap((id): [string, Mark][] => (others.has(id) ? [] : [[id, mark]]));
  return {
    before: new Map([...both, ...only(were, are, 'removed')]),
    after: new Map([...both, ...only(are, were, 'added')]),
  };
}
