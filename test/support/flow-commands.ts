import type { Command, Gap } from '#flows/editing/command.ts';
import type { Json } from '#flows/language/json.ts';

export type WrittenMap = { [key: string]: Json };
/** Fields that hold steps, and those that hold them by name. */
export const listFields = ['then', 'else', 'default', 'do', 'try', 'catch', 'onError'];
export const branchFields = ['cases', 'parallel'];

/** The lists of steps in a document and where each is, the flow's own first. */
export function lists(document: WrittenMap): { steps: WrittenMap[]; owner?: string; branch: string[] }[] {
  const inside = (steps: WrittenMap[], owner?: string, branch: string[] = []): ReturnType<typeof lists> => [
    { steps, branch, ...(owner === undefined ? {} : { owner }) },
    ...steps.flatMap((step) => [
      ...listFields.flatMap((field) =>
        Array.isArray(step[field]) ? inside(step[field] as WrittenMap[], String(step.id), [field]) : [],
      ),
      ...branchFields.flatMap((field) =>
        Object.entries((step[field] ?? {}) as WrittenMap).flatMap(([name, list]) =>
          inside(list as WrittenMap[], String(step.id), [field, name]),
        ),
      ),
    ]),
  ];
  return inside(document.steps as WrittenMap[]);
}

/** Every step of a document. */
export function steps(document: WrittenMap): WrittenMap[] {
  return lists(document).flatMap((list) => list.steps);
}

/** A command that fits the document, chosen by numbers. */
export function commandFor(
  document: WrittenMap,
  [kind = 0, which = 0, where = 0, more = 0]: readonly number[],
): Command | undefined {
  const all = steps(document);
  const every = lists(document);
  const target = every[where % every.length] as (typeof every)[number];
  const gap: Gap = {
    ...(target.owner === undefined ? {} : { step: target.owner, branch: target.branch }),
    index: more % (target.steps.length + 1),
  };
  const fresh = { id: 'fresh', set: { text: 'a {{ $a.text }}\nb', list: [1, { deep: ['x'] }] } };
  if (kind % 10 === 0) return { do: 'insert', at: gap, step: fresh };
  if (kind % 10 === 1) return { do: 'paste', at: gap, text: JSON.stringify([fresh, { id: 'a', wait: { for: '1m' } }]) };
  const step = all[which % Math.max(all.length, 1)];
  if (!step) return undefined;
  const id = String(step.id);
  const own = every.find((list) => list.steps.includes(step)) as (typeof every)[number];
  const at = own.steps.indexOf(step);
  const together = own.steps.slice(at, at + 1 + (more % 2)).map((each) => String(each.id));
  switch (kind % 10) {
    case 2:
      return { do: 'remove', steps: [id] };
    case 3:
      return { do: 'move', steps: together, to: gap };
    case 4:
      return { do: 'copy', steps: together, to: gap };
    case 5:
      return { do: 'rename', step: id, to: 'renamed' };
    case 6:
      return { do: 'wrap', steps: together, in: { id: 'around', try: [], catch: [] }, branch: ['try'] };
    case 7:
      return { do: 'disable', steps: [id], disabled: true };
    case 8:
      return { do: 'unwrap', step: id };
    default:
      return setCommand(step, where, more);
  }
}

const values: (Json | undefined)[] = [
  'plain',
  'two\nlines\n',
  "it's {{ $a }}",
  '',
  7,
  null,
  true,
  undefined,
  ['a', 'b', { c: 1 }],
  { x: 'new', 'odd key': [[], {}], text: 'a: b' },
  [],
  {},
];

function setCommand(step: WrittenMap, where: number, more: number): Command {
  const fields: string[][] = [
    ['name'],
    ['retry', 'attempts'],
    ['note'],
    ['set', 'x'],
    ['set'],
    ['with', 'body'],
    ['with'],
  ];
  const own = Object.keys(step).filter((key) => key !== 'id' && ![...listFields, ...branchFields].includes(key));
  const all = [...fields, ...own.map((key) => [key])];
  return {
    do: 'set',
    step: String(step.id),
    field: all[where % all.length] as string[],
    value: values[more % values.length],
  };
}
