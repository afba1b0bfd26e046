import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitTemplate } from '#flows/compiler/1-parse/template.ts';
import { parseExpression } from '#flows/expression/expression-tree.ts';
import type { Json } from '#flows/language/json.ts';
import { branchFields, commandFor, listFields, lists, steps, type WrittenMap } from '#test/support/flow-commands.ts';
import { chooser, flowDocument, messyYaml } from '#test/support/messy-yaml.ts';
import { apply } from './apply.ts';
import type { Command, Gap } from './command.ts';
import { freeName } from './free-name.ts';
import { readSource, type SourceFormat } from './read-source.ts';
import { sameJson } from './set-value.ts';
import { jsonOf } from './source-tree.ts';
import { patched } from './text-changes.ts';
import { variablesOf } from './variables-of.ts';

/** Every step of a list and of the lists inside its steps, as they follow each other in the text. */
function inTextOrder(list: WrittenMap[]): WrittenMap[] {
  return list.flatMap((step) => [
    step,
    ...Object.entries(step).flatMap(([field, value]) => {
      if (listFields.includes(field) && Array.isArray(value)) return inTextOrder(value as WrittenMap[]);
      return branchFields.includes(field)
        ? Object.values(value as WrittenMap).flatMap((each) => inTextOrder(each as WrittenMap[]))
        : [];
    }),
  ]);
}

/** Another name for an entry of a map that a step has. */
function renameEntryCommand(document: WrittenMap, [which = 0, where = 0]: readonly number[]): Command | undefined {
  const all = steps(document);
  const step = all[which % Math.max(all.length, 1)] ?? {};
  const entries = Object.entries(step).flatMap(([field, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.keys(value).map((key) => [field, key])
      : [],
  );
  const field = entries[where % Math.max(entries.length, 1)];
  return field && { do: 'renameEntry', step: String(step.id), field, to: 'called: otherwise' };
}

/** The first list of a step as it is written; what runs when the step fails only where it holds nothing else. */
function firstInside(step: WrittenMap): WrittenMap[] | undefined {
  const found = Object.entries(step).flatMap(([field, value]) => {
    if (listFields.includes(field) && Array.isArray(value)) return [{ field, list: value }];
    return branchFields.includes(field) ? Object.values(value as WrittenMap).map((list) => ({ field, list })) : [];
  });
  return (found.find(({ field }) => field !== 'onError') ?? found[0])?.list as WrittenMap[] | undefined;
}

/** What a command means for the document, said without any text. */
function meant(document: WrittenMap, command: Command): WrittenMap | undefined {
  const copy = structuredClone(document);
  const find = (id: string) => {
    const list = lists(copy).find((each) => each.steps.some((step) => step.id === id)) as { steps: WrittenMap[] };
    return { list: list.steps, index: list.steps.findIndex((step) => step.id === id) };
  };
  const listAt = ({ step, branch = [] }: Gap): WrittenMap[] =>
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
      else (list[index] as WrittenMap).disabled = true;
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
      const made: WrittenMap[] = source
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
      listAt(gap).splice(gap.index, 0, ...(renameIn(made, renamed) as WrittenMap[]));
      return copy;
    }
    case 'rename': {
      const { list, index } = find(command.step);
      const renamed = renameIn(copy, new Map([[command.step, command.to]])) as WrittenMap;
      (find(command.step).list[index] as WrittenMap).id = command.to;
      (list[index] as WrittenMap).id = command.to;
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
      const inner = firstInside(list[index] as WrittenMap);
      if (!inner) return undefined;
      list.splice(index, 1, ...inner);
      return copy;
    }
    case 'set': {
      const { list, index } = find(command.step as string);
      setIn(list[index] as WrittenMap, command.field as string[], command.value);
      return copy;
    }
    case 'renameEntry': {
      const { list, index } = find(command.step);
      const [field = '', key = ''] = command.field as string[];
      const step = list[index] as WrittenMap;
      const entries = Object.entries(step[field] as WrittenMap);
      step[field] = Object.fromEntries(entries.map(([each, value]) => [each === key ? command.to : each, value]));
      return copy;
    }
  }
}

function setIn(map: WrittenMap, [key = '', ...rest]: readonly string[], value: Json | undefined): void {
  if (rest.length > 0) {
    if (value === undefined && map[key] === undefined) return;
    if (map[key] === undefined || map[key] === null) map[key] = {};
    setIn(map[key] as WrittenMap, rest, value);
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

function holds(document: WrittenMap, text: string, format: SourceFormat, command: Command | undefined): void {
  const read = readSource(text, format);
  if (!read) throw new Error('The generated text cannot be read.');
  expect(sameJson(jsonOf(read.root), document)).toBe(true);
  if (!command) return;
  const expected = meant(jsonOf(read.root) as WrittenMap, command);
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
function keepsComments(_document: WrittenMap, before: string, after: string, command: Command): void {
  if (!['insert', 'paste', 'move', 'rename', 'wrap', 'disable', 'copy'].includes(command.do)) return;
  const count = (text: string) => text.match(/# (?:note|behind)/g)?.length ?? 0;
  const anchored = /[&*]n\d/.test(before);
  if (!anchored) expect(count(after)).toBeGreaterThanOrEqual(count(before));
}

describe('commands on generated flows', () => {
  test('mean in YAML of any style what they mean for the document, and can be taken back', () => {
    fc.assert(
      fc.property(flowDocument(), numbers, chosen, (document, style, choice) => {
        holds(document, messyYaml(document, chooser(style)), 'yaml', commandFor(document, choice));
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  test('mean the same in JSON', () => {
    fc.assert(
      fc.property(flowDocument(), fc.nat(2), chosen, (document, indent, choice) => {
        holds(document, JSON.stringify(document, null, indent), 'json', commandFor(document, choice));
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  test('an entry of a map gets another name in YAML of any style', () => {
    fc.assert(
      fc.property(flowDocument(), numbers, chosen, (document, style, choice) => {
        holds(document, messyYaml(document, chooser(style)), 'yaml', renameEntryCommand(document, choice));
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
