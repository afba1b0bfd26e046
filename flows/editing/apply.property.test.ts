import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitTemplate } from '#flows/compiler/1-parse/template.ts';
import { parseExpression } from '#flows/expression/expression-tree.ts';
import type { Json } from '#flows/language/json.ts';
import { chooser, flowDocument, messyYaml } from '#test/support/messy-yaml.ts';
import { apply } from './apply.ts';
import type { Command, Gap } from './command.ts';
import { freeName } from './free-name.ts';
import { readSource, type SourceFormat } from './read-source.ts';
import { sameJson } from './set-value.ts';
import { jsonOf } from './source-tree.ts';
import { patched } from './text-changes.ts';
import { variablesOf } from './variables-of.ts';

type Map = { [key: string]: Json };
const listFields = ['then', 'else', 'default', 'do', 'try', 'catch', 'onError'];
const branchFields = ['cases', 'parallel'];

/** The lists of steps in a document and where each is, the flow's own first. */
function lists(document: Map): { steps: Map[]; owner?: string; branch: string[] }[] {
  const inside = (steps: Map[], owner?: string, branch: string[] = []): ReturnType<typeof lists> => [
    { steps, branch, ...(owner === undefined ? {} : { owner }) },
    ...steps.flatMap((step) => [
      ...listFields.flatMap((field) =>
        Array.isArray(step[field]) ? inside(step[field] as Map[], String(step.id), [field]) : [],
      ),
      ...branchFields.flatMap((field) =>
        Object.entries((step[field] ?? {}) as Map).flatMap(([name, list]) =>
          inside(list as Map[], String(step.id), [field, name]),
        ),
      ),
    ]),
  ];
  return inside(document.steps as Map[]);
}

/** Every step of a list and of the lists inside its steps, as they follow each other in the text. */
function inTextOrder(list: Map[]): Map[] {
  return list.flatMap((step) => [
    step,
    ...Object.entries(step).flatMap(([field, value]) => {
      if (listFields.includes(field) && Array.isArray(value)) return inTextOrder(value as Map[]);
      return branchFields.includes(field)
        ? Object.values(value as Map).flatMap((each) => inTextOrder(each as Map[]))
        : [];
    }),
  ]);
}

function steps(document: Map): Map[] {
  return lists(document).flatMap((list) => list.steps);
}

/** A command that fits the document, chosen by numbers. */
function commandFor(document: Map, [kind = 0, which = 0, where = 0, more = 0]: readonly number[]): Command | undefined {
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

function setCommand(step: Map, where: number, more: number): Command {
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

/** What a command means for the document, said without any text. */
function meant(document: Map, command: Command): Map | undefined {
  const copy = structuredClone(document);
  const find = (id: string) => {
    const list = lists(copy).find((each) => each.steps.some((step) => step.id === id)) as { steps: Map[] };
    return { list: list.steps, index: list.steps.findIndex((step) => step.id === id) };
  };
  const listAt = ({ step, branch = [] }: Gap): Map[] =>
    lists(copy).find((each) => each.owner === step && each.branch.join() === branch.join())?.steps ?? [];
  const names = () =>
    new Set(steps(copy).flatMap(({ id, as }) => [String(id), ...(typeof as === 'string' ? [as] : [])]));
  switch (command.do) {
    case 'insert':
      listAt(command.at).splice(command.at.index, 0, command.step);
      return copy;
    case 'remove':
    case 'disable': {
      const { list, index } = find(command.steps[0] as string);
      if (command.do === 'remove') list.splice(index, 1);
      else (list[index] as Map).disabled = true;
      return copy;
    }
    case 'move': {
      const { list, index } = find(command.steps[0] as string);
      const target = listAt(command.to);
      const count = command.steps.length;
      const moved = list.slice(index, index + count);
      if (
        moved.some((step) =>
          lists({ steps: [step] })
            .slice(1)
            .some((each) => each.steps === target),
        )
      )
        return undefined;
      if (target === list && command.to.index >= index && command.to.index <= index + count) return copy;
      list.splice(index, count);
      const shift = target === list && command.to.index > index ? count : 0;
      target.splice(command.to.index - shift, 0, ...moved);
      return copy;
    }
    case 'copy':
    case 'paste': {
      const source = command.do === 'copy' ? find(command.steps[0] as string) : undefined;
      const gap = command.do === 'copy' ? command.to : command.at;
      const made: Map[] = source
        ? structuredClone(
            source.list.slice(source.index, source.index + (command.do === 'copy' ? command.steps.length : 0)),
          )
        : JSON.parse((command as { text: string }).text);
      const taken = names();
      const renamed = new Map<string, string>();
      for (const step of inTextOrder(made)) {
        for (const field of ['id', 'as']) {
          if (typeof step[field] !== 'string') continue;
          const free = freeName(step[field], taken);
          taken.add(free);
          renamed.set(step[field], free);
          step[field] = free;
        }
      }
      listAt(gap).splice(gap.index, 0, ...(renameIn(made, renamed) as Map[]));
      return copy;
    }
    case 'rename': {
      const { list, index } = find(command.step);
      const renamed = renameIn(copy, new Map([[command.step, command.to]])) as Map;
      (find(command.step).list[index] as Map).id = command.to;
      (list[index] as Map).id = command.to;
      return { ...renamed, steps: renameIn(copy.steps as Json, new Map([[command.step, command.to]])) };
    }
    case 'wrap': {
      const { list, index } = find(command.steps[0] as string);
      const inside = list.slice(index, index + command.steps.length);
      list.splice(index, inside.length, { ...command.in, try: inside });
      return copy;
    }
    case 'unwrap': {
      const { list, index } = find(command.step);
      const inner = lists({ steps: [list[index] as Map] })[1];
      if (!inner) return undefined;
      list.splice(index, 1, ...inner.steps);
      return copy;
    }
    case 'set': {
      const { list, index } = find(command.step as string);
      setIn(list[index] as Map, command.field as string[], command.value);
      return copy;
    }
  }
}

function setIn(map: Map, [key = '', ...rest]: readonly string[], value: Json | undefined): void {
  if (rest.length > 0) {
    if (value === undefined && map[key] === undefined) return;
    if (map[key] === undefined || map[key] === null) map[key] = {};
    setIn(map[key] as Map, rest, value);
  } else if (value === undefined) delete map[key];
  else map[key] = value;
}

/** Renames variables in every text but the ids themselves. */
function renameIn(value: Json, names: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((each) => renameIn(each, names));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renameIn(each, names)]));
  }
  if (typeof value !== 'string') return value;
  return splitTemplate(value)
    .parts.map((part) => {
      if (part.kind === 'text') return part.text;
      const parsed = parseExpression(part.source);
      if ('fault' in parsed) return `{{${part.source}}}`;
      let source = part.source;
      const uses = variablesOf(parsed.tree, source).filter(({ name }) => names.has(name));
      for (const { name, start } of uses.sort((a, b) => b.start - a.start)) {
        source = source.slice(0, start) + names.get(name) + source.slice(start + name.length);
      }
      return `{{${source}}}`;
    })
    .join('');
}

const numbers = fc.array(fc.nat(1000), { minLength: 40, maxLength: 120 });
const chosen = fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 });

function holds(document: Map, text: string, format: SourceFormat, choice: readonly number[]): void {
  const read = readSource(text, format);
  if (!read) throw new Error('The generated text cannot be read.');
  expect(sameJson(jsonOf(read.root), document)).toBe(true);
  const command = commandFor(document, choice);
  if (!command) return;
  const expected = meant(document, command);
  const outcome = apply(text, format, command);
  if (expected === undefined || 'refused' in outcome) {
    expect(expected === undefined && 'refused' in outcome ? 'refused' : outcome).toBe('refused');
    return;
  }
  expect(jsonOf(readSource(outcome.text, format)!.root)).toEqual(expected);
  expect(patched(text, outcome.patch)).toBe(outcome.text);
  expect(patched(outcome.text, outcome.inverse)).toBe(text);
  keepsComments(document, text, outcome.text, command);
}

/** Comments go only with what is taken out. */
function keepsComments(_document: Map, before: string, after: string, command: Command): void {
  if (!['insert', 'paste', 'move', 'rename', 'wrap', 'disable', 'copy'].includes(command.do)) return;
  const count = (text: string) => text.match(/# (?:note|behind)/g)?.length ?? 0;
  const anchored = /[&*]n\d/.test(before);
  if (!anchored) expect(count(after)).toBeGreaterThanOrEqual(count(before));
}

describe('commands on generated flows', () => {
  test('mean in YAML of any style what they mean for the document, and can be taken back', () => {
    fc.assert(
      fc.property(flowDocument(), numbers, chosen, (document, style, choice) => {
        holds(document, messyYaml(document, chooser(style)), 'yaml', choice);
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  test('mean the same in JSON', () => {
    fc.assert(
      fc.property(flowDocument(), fc.nat(2), chosen, (document, indent, choice) => {
        holds(document, JSON.stringify(document, null, indent), 'json', choice);
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});
