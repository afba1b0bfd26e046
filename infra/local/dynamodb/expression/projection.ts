import { emptyItem, type Item, type Value } from '../values/attribute-value.ts';
import { checkPaths, childOf, type Path, readPath, valueAt } from './document-path.ts';
import type { Placeholders } from './placeholders.ts';
import { Problems } from './problems.ts';
import { parseNamed } from './tokens.ts';

const order = ['reserved', 'depth', 'name', 'overlap', 'conflict'] as const;

/** Reads a ProjectionExpression; throws ValidationException. */
export function parseProjection(source: string, placeholders: Placeholders): Path[] {
  return parseNamed(source, 'ProjectionExpression', (tokens) => {
    const problems = new Problems<(typeof order)[number]>();
    const paths = [readPath(tokens, placeholders, problems)];
    while (tokens.takeSign(',')) paths.push(readPath(tokens, placeholders, problems));
    if (tokens.peek().kind !== 'end') throw tokens.unexpected();
    checkPaths(paths, problems);
    problems.throwFirst(order);
    return paths;
  });
}

/** What the paths lead to, in maps and lists as the item has them around it; elements of lists move together. */
export function project(item: Item, paths: readonly Path[]): Item {
  const result = emptyItem();
  const lists = new Map<Value[], Value[]>();
  for (const path of paths) {
    if (path.length === 1) {
      const value = valueAt(item, path);
      if (value) result[path[0] as string] = value;
    } else if (valueAt(item, path)) {
      place({ M: item }, { M: result }, path, lists);
    }
  }
  for (const list of lists.values()) list.splice(0, list.length, ...list.filter((value) => value !== undefined));
  return result;
}

function place(from: Value, to: Value, path: Path, lists: Map<Value[], Value[]>): void {
  let [source, target] = [from, to];
  for (const [depth, part] of path.entries()) {
    const next = childOf(source, part)!;
    const last = depth === path.length - 1;
    let there = childOf(target, part);
    if (!there || last) {
      there = last ? next : next.M ? { M: emptyItem() } : { L: [] };
      if (typeof part === 'number') target.L![part] = there;
      else target.M![part] = there;
    }
    if (there.L && !last) lists.set(there.L, there.L);
    [source, target] = [next, there];
  }
}
