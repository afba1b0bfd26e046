import type { ExpressionNode } from '#flows/expression/expression-node.ts';
import { parseExpression } from '#flows/expression/expression-tree.ts';
import { usedNames } from '#flows/expression/used-names.ts';
import { childLists } from '#flows/language/child-lists.ts';
import { eachEnabledStep } from '#flows/language/each-step.ts';
import { eitherFields, type Fields, fieldsAt, fieldsBelow, noFields } from '#flows/language/fields.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { ChildList } from '#flows/language/step-kind.ts';
import type { ForEachStep } from '#flows/language/steps/for-each.ts';

/** One place where an expression reads a variable: of `$name.a.b` the path is `a`, `b`, and `leaf` what is read there. */
export interface Read {
  name: string;
  path: string[];
  leaf: Fields;
}

/**
 * What expressions of the flow read of the output of a step: of its own variable, and of those that take its value
 * because it is the last step of a path, a branch or a loop. Rather too much than too little: what is not a plain path
 * of names counts as reading all of the value where the names end. Loops that walk the lists `apart` of the step's output
 * get them in another way: they count as reading nothing.
 */
export function fieldsRead(flow: Flow, step: string, apart: readonly (readonly string[])[] = []): Fields {
  const found = new Map<string, Fields>();
  const variables = variableReads(flow, { name: step, paths: apart });
  visit(flow.steps, noFields);
  return found.get(step) ?? noFields;

  /** `last` is what is read of the value of the list's last step. */
  function visit(steps: readonly Step[], last: Fields): void {
    const enabled = steps.filter(({ disabled }) => !disabled);
    for (const [index, each] of enabled.entries()) {
      const fields = eitherFields(variables(each.id), index === enabled.length - 1 ? last : noFields);
      found.set(each.id, fields);
      for (const list of childLists(each)) visit(list.steps, readOfLast(list, fields));
    }
  }
}

/** What is read of the value of a list's last step when `fields` are read of that of the step around it. */
function readOfLast({ role, path }: ChildList, fields: Fields): Fields {
  switch (role) {
    case 'way':
    case 'tried':
    case 'caught':
    case 'round':
    case 'handler':
      return fields;
    case 'branch':
      return fieldsAt(fields, path.at(-1) ?? '');
    case 'item':
      return fieldsAt(fields, 'results');
  }
}

/** Returns a function that tells what is read of a variable. A list that a loop walks is read as its items are. */
function variableReads(
  flow: Flow,
  apart: { name: string; paths: readonly (readonly string[])[] },
): (name: string) => Fields {
  const loops = eachEnabledStep(flow.steps).flatMap((step) => {
    const read = step.kind === 'forEach' ? itemsRead(step) : undefined;
    return read ? [{ ...read, as: (step as ForEachStep).as, items: (step as ForEachStep).items }] : [];
  });
  const walked = new Set<unknown>(loops.map(({ items }) => items));
  const reads = readsBelow(flow, walked);
  const open = new Set<string>();

  const readsOf = (name: string): Fields => {
    // A loop in a loop may call its items the same.
    if (open.has(name)) return 'all';
    open.add(name);
    const direct = reads.filter((read) => read.name === name).map(({ path, leaf }) => fieldsBelow(path, leaf));
    const walks = loops.filter((loop) => loop.name === name && !isApart(loop));
    const byItem = walks.map(({ path, as }) => fieldsBelow(path, readsOf(as)));
    open.delete(name);
    return [...direct, ...byItem].reduce(eitherFields, noFields);
  };
  return readsOf;

  function isApart({ name, path }: { name: string; path: string[] }): boolean {
    return name === apart.name && apart.paths.some((other) => other.join('\n') === path.join('\n'));
  }
}

/**
 * Tells what the steps inside a loop read of a variable from outside of it, as plain paths; whatever asks for more than
 * where a path leads, as `$count` does, reads all.
 */
export function readsOfLoop({ steps }: ForEachStep): (name: string) => Fields {
  const reads = readsBelow(steps, new Set());
  // What has changed is read by the name of a field.
  const changes = JSON.stringify(steps).includes('"op":"changed');
  return (name) =>
    name === 'trigger' && changes
      ? 'all'
      : reads
          .filter((read) => read.name === name)
          .map(({ path, leaf }) => (leaf === 'all' ? fieldsBelow(path, leaf) : 'all'))
          .reduce(eitherFields, noFields);
}

/** The variable and path that a loop walks, when its items are nothing but that. */
export function itemsRead({ items }: ForEachStep): Read | undefined {
  if (items.kind !== 'expression') return undefined;
  const parsed = parseExpression(items.expression.source);
  return 'fault' in parsed ? undefined : onlyRead(parsed.tree);
}

/** Every read of a variable in the expressions below `node`, but not in the values `without`. */
export function readsBelow(node: unknown, without: ReadonlySet<unknown>): Read[] {
  if (node === null || typeof node !== 'object' || without.has(node)) return [];
  if ('source' in node && 'start' in node && typeof node.source === 'string') return readsIn(node.source, node);
  if ('op' in node && node.op === 'exists' && 'left' in node) {
    const { kind, expression } = node.left as { kind: string; expression: { source: string } };
    if (kind === 'expression') return readsIn(`$exists(${expression.source})`, expression);
  }
  return Object.values(node).flatMap((child) => readsBelow(child, without));
}

function readsIn(source: string, expression: object): Read[] {
  const parsed = parseExpression(source);
  const whole = () => [...usedNames(expression)].map((name) => ({ name, path: [], leaf: 'all' as const }));
  if ('fault' in parsed) return whole();
  const reads: Read[] = [];
  // These look at nothing inside of what they are given, unless their names were given to something else.
  const looks = /\$(?:exists|count)(?![\p{ID_Continue}\s]*\()/u.test(source) ? [] : ['exists', 'count'];
  // `%` goes back to where a path came from.
  return visit(parsed.tree) ? reads : whole();

  function visit(node: unknown): boolean {
    if (node === null || typeof node !== 'object' || node instanceof RegExp) return true;
    if (Array.isArray(node)) return node.every(visit);
    const { type, value } = node as ExpressionNode;
    if (type === 'parent') return false;
    const { procedure, arguments: given = [] } = node as ExpressionNode;
    const seen = type === 'function' && looks.includes(String(procedure?.value)) && onlyRead(given[0]);
    if (seen && given.length === 1) {
      reads.push({ ...seen, leaf: noFields });
      return true;
    }
    const read = plainRead(node as ExpressionNode);
    if (read) reads.push(read);
    else if (type === 'variable') reads.push({ name: String(value), path: [], leaf: 'all' });
    const { steps, ...rest } = node as ExpressionNode;
    // The variable that the path begins with is read no further than the path says.
    const [first, ...others] = steps ?? [];
    return visit(read ? others : steps) && Object.values(rest).every(visit) && visitPredicates(read && first);
  }

  function visitPredicates(first: ExpressionNode | undefined): boolean {
    return visit(first?.predicate) && visit(first?.stages);
  }
}

/** The read that an expression is, when it is nothing but a variable or a plain path from one. */
function onlyRead(node: ExpressionNode | undefined): Read | undefined {
  if (!node || node.group !== undefined) return undefined;
  const { type, value, steps } = node;
  if (type === 'variable') return isFiltered(node) ? undefined : { name: String(value), path: [], leaf: 'all' };
  const read = plainRead(node);
  return read?.names === steps?.length ? read : undefined;
}

/** The read that a path begins with, and how many of its steps that is; undefined when it begins with no variable. */
function plainRead({ type, steps = [] }: ExpressionNode): (Read & { names: number }) | undefined {
  const [first, ...others] = steps;
  if (type !== 'path' || first?.type !== 'variable' || first.value === '') return undefined;
  const path: string[] = [];
  const binds = steps.some((step) => step.focus !== undefined || step.index !== undefined);
  let filtered = binds || isFiltered(first);
  for (const step of others) {
    if (filtered || step.type !== 'name') break;
    path.push(String(step.value));
    filtered = isFiltered(step);
  }
  return { name: String(first.value), path, leaf: 'all', names: filtered ? -1 : path.length + 1 };
}

function isFiltered({ stages, predicate }: ExpressionNode): boolean {
  return stages !== undefined || predicate !== undefined;
}
